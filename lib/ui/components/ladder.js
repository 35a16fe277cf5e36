// A chain of layers: every map in proportion to the picture, and the numbers of every layer.

const TALLEST = 84 // pixels of the largest map's longer side
const SMALLEST = 3
const DEEPEST = 4 // sheets behind a map, however many channels it has

function element(parent, className, tag = "div", text = "") {
  const node = document.createElement(tag)
  if (className) node.className = className
  node.textContent = text
  parent.append(node)
  return node
}

function drawMap(item, [height, width, channels], scale) {
  const node = element(item, "map")
  node.style.height = `${Math.max(height * scale, SMALLEST)}px`
  node.style.width = `${Math.max(width * scale, SMALLEST)}px`
  const deep = Math.min(DEEPEST, Math.ceil(Math.log2(channels)))
  const sheets = Array.from({ length: deep }, (_, index) => {
    const shift = 3 * (index + 1)
    return `${shift}px ${shift}px 0 -1px var(--st-secondary-background-color),
      ${shift}px ${shift}px 0 0 var(--st-primary-color)`
  })
  node.style.setProperty("--deep", `${3 * deep}px`)
  node.style.setProperty("--stack", sheets.join(", ") || "none")
}

function drawVector(item, [values]) {
  // Lengths of vectors differ too much for a true scale: each doubling is a step.
  element(item, "vector").style.height = `${8 + 7 * Math.log2(values)}px`
}

function strip(root, { rungs, label }) {
  const maps = rungs.filter(({ shape }) => shape.length === 3).map(({ shape }) => shape)
  const scale = TALLEST / Math.max(...maps.flatMap(([height, width]) => [height, width]))
  const line = element(root, "strip")
  line.setAttribute("role", "img")
  line.setAttribute("aria-label", label)
  rungs.forEach(({ shape, state }, index) => {
    if (state === "after") return
    const item = element(line, `item ${state}`)
    if (state === "bad") drawMap(item, [TALLEST / scale / 4, TALLEST / scale / 4, 1], scale)
    else if (shape.length === 3) drawMap(item, shape, scale)
    else drawVector(item, shape)
    element(item, "caption", "span", state === "bad" ? `${index} ✕` : shape.map(grouped).join("×"))
  })
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",")

function table(root, { rungs, heads, totals }) {
  const node = element(root, "", "table")
  const head = element(element(node, "", "thead"), "", "tr")
  ;["", ...heads].forEach((title) => element(head, "", "th", title))
  const body = element(node, "", "tbody")
  rungs.forEach((rung, index) => {
    const row = element(body, rung.state, "tr")
    element(row, "", "td", index ? index : "")
    const name = element(row, "", "td", rung.name)
    if (rung.text) element(name, "text", "span", rung.text)
    cells(row, [rung.note || rung.shape.map(grouped).join(" × "), ...rung.cells], heads)
  })
  const last = element(body, "total", "tr")
  element(last, "", "td")
  element(last, "", "td", totals[0])
  cells(last, totals.slice(1), heads)
}

// A text may bring its sum along, after a line break.
function cells(row, texts, heads) {
  texts.forEach((text, index) => {
    const cell = element(row, "", "td")
    cell.dataset.head = heads[index + 1]
    if (!text) return
    const [value, sum] = text.split("\n")
    const box = element(cell, "", "span", value)
    if (sum) element(box, "sum", "span", `= ${sum}`)
  })
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".ladder")
  root.replaceChildren()
  if (data.part === "strip") strip(root, data)
  else table(root, data)
}
