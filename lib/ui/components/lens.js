// A picture, a lens over it, and the numbers under the lens.

const clamp = (value, low, high) => Math.min(Math.max(value, low), high)

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

function paint(canvas, pixels) {
  canvas.width = pixels[0].length
  canvas.height = pixels.length
  const context = canvas.getContext("2d")
  pixels.forEach((row, y) =>
    row.forEach((value, x) => {
      context.fillStyle = `rgb(${value} ${value} ${value})`
      context.fillRect(x, y, 1, 1)
    }),
  )
}

function build(root) {
  root.replaceChildren()
  const both = element(root, "both")
  const picture = element(both, "picture")
  picture.tabIndex = 0
  picture.setAttribute("role", "img")
  const numbers = element(both, "numbers")
  numbers.setAttribute("aria-hidden", "true")
  const reading = element(root, "reading", "p")
  reading.setAttribute("aria-live", "polite")
  return {
    picture,
    canvas: element(picture, "", "canvas"),
    frame: element(picture, "frame"),
    point: element(picture, "point"),
    numbers,
    reading,
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".lens")
  const { pixels, window: size } = data
  const [height, width] = [pixels.length, pixels[0].length]
  const half = (size - 1) / 2
  // Where the lens is outlives a new run of the page, as does a pixel that is being pointed at.
  const state = (root.state ??= { centre: data.start, chosen: data.start })
  const parts = build(root)
  parts.picture.setAttribute("aria-label", data.label)
  parts.numbers.style.gridTemplate = `repeat(${size}, 1fr) / repeat(${size}, 1fr)`
  paint(parts.canvas, pixels)

  const cells = Array.from({ length: size * size }, () => element(parts.numbers, "cell"))

  function place(node, row, column, rows) {
    node.style.top = `${(100 * row) / height}%`
    node.style.left = `${(100 * column) / width}%`
    node.style.height = `${(100 * rows) / height}%`
    node.style.width = `${(100 * rows) / width}%`
  }

  function draw() {
    const [top, left] = [state.centre[0] - half, state.centre[1] - half]
    const [row, column] = state.chosen
    cells.forEach((cell, index) => {
      const y = top + Math.floor(index / size)
      const x = left + (index % size)
      const value = pixels[y][x]
      cell.textContent = value
      cell.style.background = `rgb(${value} ${value} ${value})`
      cell.style.color = value > 115 ? "#10191c" : "#d5e0df"
      cell.classList.toggle("chosen", y === row && x === column)
      cell.onpointerenter = () => choose(y, x)
    })
    place(parts.frame, top, left, size)
    place(parts.point, row, column, 1)
    parts.reading.textContent = data.reading
      .replace("{row}", row + 1)
      .replace("{column}", column + 1)
      .replace("{value}", pixels[row][column])
  }

  function choose(row, column) {
    state.chosen = [row, column]
    draw()
  }

  function move(row, column) {
    state.centre = [clamp(row, half, height - 1 - half), clamp(column, half, width - 1 - half)]
    choose(clamp(row, 0, height - 1), clamp(column, 0, width - 1))
  }

  parts.picture.onpointermove = parts.picture.onpointerdown = (event) => {
    const box = parts.picture.getBoundingClientRect()
    move(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    )
  }

  parts.picture.onkeydown = (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[
      event.key
    ]
    if (!step) return
    event.preventDefault()
    move(state.chosen[0] + step[0], state.chosen[1] + step[1])
  }

  draw()
}
