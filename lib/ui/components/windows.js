// The board that windows slide over, and one cell for every place that they take.

const clamp = (value, low, high) => Math.min(Math.max(value, low), high)
const LARGEST = 22 // pixels of a cell
const TALLEST = 440 // pixels of a board
const EASY = 6 // pixels of a cell that can still be pointed at
const FINEST = 4 // below this many pixels a cell has no lines around it

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

function place(node, [row, column], [rows, columns]) {
  node.style.top = `calc(${row} * var(--cell))`
  node.style.left = `calc(${column} * var(--cell))`
  node.style.height = `calc(${rows} * var(--cell))`
  node.style.width = `calc(${columns} * var(--cell))`
}

const length = (side) => side.before + side.size + side.after
const reach = (side) => side.dilation * (side.kernel - 1) + 1

function board(parent, className, title, rows, columns) {
  const column = element(parent, "column")
  const heading = element(column, "title")
  element(heading, "", "strong").textContent = title
  const size = element(heading, "", "span")
  const node = element(column, `board ${className}`)
  node.style.setProperty("--rows", rows)
  node.style.setProperty("--columns", columns)
  return { node, size }
}

function build(root, { sides, transposed, words }) {
  root.replaceChildren()
  const both = element(root, "both")
  const boards = ["board", "places"]
  if (transposed) boards.reverse()
  const parts = {}
  for (const name of boards) {
    const [rows, columns] = sides.map(name === "board" ? length : (side) => side.positions)
    parts[name] = board(both, name === "board" ? "canvas" : "places", words[name], rows, columns)
    const shown = name === "board" ? sides.map((side) => side.size) : [rows, columns]
    parts[name].size.textContent = `${shown[0]} × ${shown[1]}`
  }
  const canvas = parts.board.node
  parts.larger = element(parts.places.size, "", "span")
  place(element(canvas, "real"), sides.map((side) => side.before), sides.map((side) => side.size))
  parts.lines = [element(canvas, "lines"), element(parts.places.node, "lines")]
  sides[0].bands.forEach(([start, count]) =>
    place(element(canvas, "band"), [start, 0], [count, length(sides[1])]))
  sides[1].bands.forEach(([start, count]) =>
    place(element(canvas, "band"), [0, start], [length(sides[0]), count]))
  parts.window = element(canvas, "window")
  weights(parts.window, sides)
  parts.place = element(parts.places.node, "place")
  parts.reading = element(root, "reading", "p")
  parts.reading.setAttribute("aria-live", "polite")
  legend(element(root, "legend"), sides, words)
  return parts
}

// Weights that stand apart are drawn one by one; a closed window is one area.
function weights(window, [height, width]) {
  if (height.dilation === 1 && width.dilation === 1) {
    place(element(window, "weight"), [0, 0], [height.kernel, width.kernel])
    return
  }
  for (let row = 0; row < height.kernel; row += 1)
    for (let column = 0; column < width.kernel; column += 1)
      place(element(window, "weight"), [row * height.dilation, column * width.dilation], [1, 1])
}

function legend(parent, sides, words) {
  const needed = {
    window: true,
    padding: sides.some((side) => side.before + side.after > 0),
    bands: sides.some((side) => side.bands.length > 0),
  }
  for (const name of Object.keys(needed).filter((key) => needed[key])) {
    const chip = element(parent, `chip of-${name}`, "span")
    element(chip, "", "i")
    chip.append(words[name])
  }
}

// The stretch that a window covers within the picture, counted from 1.
function covered(side, position) {
  const first = position * side.stride - side.before
  const last = first + reach(side) - 1
  const from = clamp(first, 0, side.size)
  const to = clamp(last, -1, side.size - 1)
  const text = from > to ? "" : from === to ? `${from + 1}` : `${from + 1}–${to + 1}`
  return { text, outside: first < 0 || last >= side.size }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".windows")
  const { sides, words } = data
  const state = (root.state ??= { chosen: [0, 0] })
  const parts = build(root, data)
  const places = parts.places.node
  places.tabIndex = 0
  places.setAttribute("role", "img")
  places.setAttribute("aria-label", words.label)

  function fit() {
    const [rows, columns] = [0, 1].map((axis) => length(sides[axis]))
    const [high, wide] = [0, 1].map((axis) => sides[axis].positions)
    const space = root.clientWidth
    if (!space) return
    const beside = (space - 24) / (columns + wide)
    const below = space / Math.max(columns, wide)
    // Side by side where a cell is still large enough to be pointed at, else one above the other.
    const cell = beside >= 8 ? beside : below
    const size = Math.min(cell, LARGEST, TALLEST / Math.max(rows, high))
    // What is pointed at is drawn larger than its board when it would be too small for a finger.
    const most = Math.min(EASY, space / wide, TALLEST / high)
    const sizes = [size, Math.max(size, most)]
    const nodes = [parts.board.node, places]
    nodes.forEach((node, index) => {
      const pixels = sizes[index]
      node.style.setProperty("--cell", `${pixels >= 2 ? Math.floor(pixels * 2) / 2 : pixels}px`)
      parts.lines[index].hidden = pixels < FINEST
    })
    parts.larger.textContent = sizes[1] > size ? ` · ${words.larger}` : ""
  }

  function choose(row, column) {
    state.chosen = [row, column].map((value, axis) => clamp(value, 0, sides[axis].positions - 1))
    const starts = state.chosen.map((value, axis) => value * sides[axis].stride)
    place(parts.window, starts, sides.map(reach))
    place(parts.place, state.chosen, [1, 1])
    const [rows, columns] = sides.map((side, axis) => covered(side, state.chosen[axis]))
    const inside = rows.text && columns.text
    parts.reading.textContent = (inside ? words.reading : words.nothing)
      .replace("{row}", state.chosen[0] + 1)
      .replace("{column}", state.chosen[1] + 1)
      .replace("{rows}", rows.text)
      .replace("{columns}", columns.text)
    if (inside && (rows.outside || columns.outside)) parts.reading.textContent += ` ${words.outside}`
  }

  places.onpointermove = places.onpointerdown = (event) => {
    const box = places.getBoundingClientRect()
    choose(
      Math.floor(((event.clientY - box.top) / box.height) * sides[0].positions),
      Math.floor(((event.clientX - box.left) / box.width) * sides[1].positions),
    )
  }

  places.onkeydown = (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
      event.key
    ]
    if (!step) return
    event.preventDefault()
    choose(state.chosen[0] + step[0], state.chosen[1] + step[1])
  }

  const observer = new ResizeObserver(fit)
  observer.observe(root)
  fit()
  choose(...state.chosen)
  return () => observer.disconnect()
}
