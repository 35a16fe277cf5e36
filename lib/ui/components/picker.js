// A picture, and the outline of a window that is put down somewhere in it.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

const clamp = (value, low, high) => Math.min(Math.max(value, low), high)

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

function build(root) {
  const picture = element(root, "picture")
  picture.tabIndex = 0
  picture.setAttribute("role", "img")
  const image = element(picture, "", "img")
  image.alt = ""
  image.draggable = false
  const reading = element(root, "reading", "p")
  reading.setAttribute("aria-live", "polite")
  return {
    picture,
    image,
    ghost: element(picture, "ghost outline"),
    shifted: element(picture, "shifted outline"),
    frame: element(picture, "outline frame"),
    centre: element(picture, "centre"),
    reading,
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".picker")
  const { height, width, size, margin } = data
  // Built once: the focus stays on the picture while the page runs again after an arrow key.
  const parts = (root.parts ??= build(root))
  // The place outlives a new run of the page; another picture begins at its own.
  if (root.state?.name !== data.name) root.state = { name: data.name, place: data.place }
  const state = root.state
  state.place = inside(...state.place)

  parts.picture.setAttribute("aria-label", data.label)
  parts.picture.style.aspectRatio = `${width} / ${height}`
  if (parts.image.src !== data.source) parts.image.src = data.source
  parts.ghost.hidden = true

  function inside(row, column) {
    return [clamp(row, margin, height - 1 - margin), clamp(column, margin, width - 1 - margin)]
  }

  function put(node, [row, column], side) {
    const half = (side - 1) / 2
    node.style.top = `${(100 * (row - half)) / height}%`
    node.style.left = `${(100 * (column - half)) / width}%`
    node.style.height = `${(100 * side) / height}%`
    node.style.width = `${(100 * side) / width}%`
  }

  function draw() {
    const [row, column] = state.place
    put(parts.frame, state.place, size)
    put(parts.centre, state.place, 1)
    put(parts.shifted, [row + data.shift[1], column + data.shift[0]], size)
    parts.reading.textContent = data.reading.replace("{row}", row).replace("{column}", column)
  }

  function under(event) {
    const box = parts.picture.getBoundingClientRect()
    return inside(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    )
  }

  function report() {
    state.moved = false
    setStateValue("place", [...state.place])
  }

  parts.picture.onpointermove = (event) => {
    parts.ghost.hidden = event.pointerType === "touch"
    put(parts.ghost, under(event), size)
  }
  parts.picture.onpointerleave = () => {
    parts.ghost.hidden = true
  }
  parts.picture.onclick = (event) => {
    state.place = under(event)
    draw()
    report()
  }
  parts.picture.onkeydown = (event) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    state.place = inside(state.place[0] + step[0], state.place[1] + step[1])
    state.moved = true
    draw()
  }
  parts.picture.onkeyup = parts.picture.onblur = () => {
    if (state.moved) report()
  }

  draw()
}
