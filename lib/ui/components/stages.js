// The stages of a convolutional network, drawn from one picture.

// Upright, level and slanted edges: Sobel's filter, and the same turned by 90, 45 and 135 degrees.
const FILTERS = [
  [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
  [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]],
  [[0, 1, 2], [-1, 0, 1], [-2, -1, 0]],
]

// Row and column of the corners of four 10×10 parts: where the strokes meet, turn and end.
const PARTS = [[4, 5], [4, 14], [9, 12], [18, 7]]
const PART = 10

const range = (length) => Array.from({ length }, (_, index) => index)

function correlate(pixels, filter) {
  const reach = filter.length - 1
  return range(pixels.length - reach).map((y) =>
    range(pixels[0].length - reach).map((x) =>
      Math.abs(
        filter.flatMap((row, i) => row.map((weight, j) => weight * pixels[y + i][x + j]))
          .reduce((sum, product) => sum + product),
      ),
    ),
  )
}

function pool(map) {
  return range(map.length / 2).map((y) =>
    range(map[0].length / 2).map((x) =>
      Math.max(map[2 * y][2 * x], map[2 * y][2 * x + 1], map[2 * y + 1][2 * x], map[2 * y + 1][2 * x + 1]),
    ),
  )
}

const crop = (pixels, [top, left]) =>
  pixels.slice(top, top + PART).map((row) => row.slice(left, left + PART))

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

function picture(parent, values, side) {
  const canvas = element(parent, "", "canvas")
  canvas.width = values[0].length
  canvas.height = values.length
  canvas.style.width = canvas.style.height = `${side}rem`
  const brightest = Math.max(...values.flat())
  const context = canvas.getContext("2d")
  values.forEach((row, y) =>
    row.forEach((value, x) => {
      const grey = Math.round((255 * value) / brightest)
      context.fillStyle = `rgb(${grey} ${grey} ${grey})`
      context.fillRect(x, y, 1, 1)
    }),
  )
}

function four(parent, pictures, side) {
  const grid = element(parent, "four")
  pictures.forEach((each) => picture(grid, each, side))
}

function bars(parent, answer) {
  const chart = element(parent, "bars")
  const greatest = Math.max(...answer)
  const right = (digit) => (answer[digit] === greatest ? " right" : "")
  answer.forEach((probability, digit) => {
    element(chart, `bar${right(digit)}`).style.height = `${100 * probability}%`
  })
  range(10).forEach((digit) => {
    element(chart, `digit${right(digit)}`).textContent = digit
  })
}

export default function ({ data, parentElement }) {
  const { pixels, answer, captions } = data
  const maps = FILTERS.map((filter) => correlate(pixels, filter))
  const drawings = [
    (figure) => picture(figure, pixels, 6.5),
    (figure) => four(figure, maps, 3.2),
    (figure) => four(figure, maps.map(pool), 2),
    (figure) => four(figure, PARTS.map((corner) => crop(pixels, corner)), 3.2),
    (figure) => bars(figure, answer),
  ]

  const root = parentElement.querySelector(".stages")
  root.replaceChildren()
  const list = element(root, "", "ol")
  captions.forEach(({ title, text }, index) => {
    const stage = element(list, "", "li")
    const figure = element(stage, "figure")
    figure.setAttribute("aria-hidden", "true")
    drawings[index](figure)
    const words = element(stage, "words")
    element(words, "", "h4").textContent = title
    element(words, "", "p").textContent = text
  })
}
