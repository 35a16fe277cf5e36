// A picture of any size, a lens over it, and the numbers under the lens.

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high))
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap)

// WCAG's: above 0.179 black has the greater contrast, below it white; it is never below 4.5.
function luminance(...levels) {
  const [red, green, blue] = levels.map((level) =>
    level <= 10 ? level / 3295 : ((level / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

// The bytes come compressed: canvases of some browsers do not give back what was drawn on them.
async function unpack(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

// Each way of looking at the picture: the number of a pixel, and the colour that shows it.
function views(pixels, channels, state) {
  const grey = (at) =>
    channels === 1
      ? pixels[at]
      : Math.floor(
          (2125 * pixels[3 * at] + 7154 * pixels[3 * at + 1] + 721 * pixels[3 * at + 2] + 5000) /
            10000,
        )
  const same = (value) => [value, value, value]
  const channel = (index) => ({
    value: (at) => pixels[3 * at + index],
    colour: (value) => [0, 1, 2].map((other) => (other === index ? value : 0)),
  })
  return {
    // All three numbers at once; a pixel is known by where it is, for its colour is no number.
    colour: { value: (at) => at, colour: (at) => pixels.slice(3 * at, 3 * at + 3) },
    grey: { value: grey, colour: same },
    red: channel(0),
    green: channel(1),
    blue: channel(2),
    bits: {
      value: (at) => (grey(at) > state.threshold ? 1 : 0),
      colour: (value) => same(255 * value),
    },
  }
}

function buttons(parent, names, words) {
  const group = element(parent, "views")
  group.setAttribute("role", "radiogroup")
  return names.map((name) => {
    const button = element(group, "view", "button")
    button.type = "button"
    button.dataset.view = name
    button.setAttribute("role", "radio")
    button.textContent = words[name]
    return button
  })
}

function slider(parent, className, label, low, high, step) {
  const box = element(parent, `setting ${className}`, "label")
  element(box, "name", "span").textContent = label
  const input = element(box, "", "input")
  Object.assign(input, { type: "range", min: low, max: high, step })
  const value = element(box, "value", "span")
  return { box, input, value }
}

function build(root, names, words) {
  root.replaceChildren()
  const bar = element(root, "bar")
  const choices = buttons(bar, names, words)
  const size = slider(bar, "size", words.window, 3, 13, 2)
  const threshold = slider(bar, "threshold", words.threshold, 0, 255, 1)
  const otsu = element(threshold.box, "otsu", "button")
  otsu.type = "button"
  const both = element(root, "both")
  const side = element(both, "side")
  const picture = element(side, "picture")
  picture.tabIndex = 0
  picture.setAttribute("role", "img")
  picture.setAttribute("aria-label", words.label)
  const canvas = element(picture, "", "canvas")
  const frame = element(picture, "frame")
  const reading = element(side, "reading", "p")
  reading.setAttribute("aria-live", "polite")
  const facts = element(side, "facts", "p")
  const magnified = element(both, "magnified")
  const numbers = element(magnified, "numbers")
  numbers.setAttribute("aria-hidden", "true")
  const slice = element(magnified, "slice", "code")
  return { choices, size, threshold, otsu, picture, canvas, frame, numbers, slice, reading, facts }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".inspector")
  const { height, width, channels, words } = data
  // What the reader has chosen outlives a new run of the page; another picture starts afresh.
  const state = (root.state ??= { view: "colour", size: 7 })
  if (state.id !== data.id) {
    const [row, column] = data.start
    Object.assign(state, { id: data.id, centre: [row, column], chosen: [row, column] })
    Object.assign(state, { threshold: data.otsu, pixels: null })
  }
  const names = channels === 3 ? ["colour", "red", "green", "blue", "grey", "bits"] : ["grey", "bits"]
  if (!names.includes(state.view)) state.view = names[0]
  const parts = build(root, names, words)
  let cells = []

  const look = () => views(state.pixels, channels, state)[state.view]

  function paint() {
    const { value, colour } = look()
    parts.canvas.width = width
    parts.canvas.height = height
    const context = parts.canvas.getContext("2d")
    const image = context.createImageData(width, height)
    let [least, greatest] = [Infinity, -Infinity]
    const all = state.view === "colour"
    const shades = all ? null : Array.from({ length: 256 }, (_, level) => colour(level))
    for (let at = 0; at < width * height; at++) {
      const number = value(at)
      for (let band = 0; band < 3; band++) {
        const level = all ? state.pixels[3 * at + band] : shades[number][band]
        image.data[4 * at + band] = level
        if (all) [least, greatest] = [Math.min(least, level), Math.max(greatest, level)]
      }
      image.data[4 * at + 3] = 255
      if (!all) [least, greatest] = [Math.min(least, number), Math.max(greatest, number)]
    }
    context.putImageData(image, 0, 0)
    const dtype = state.view === "bits" ? "bool" : "uint8"
    const shape = all ? `(${height}, ${width}, 3)` : `(${height}, ${width})`
    parts.facts.textContent = fill(words.facts, { dtype, shape, least, greatest })
  }

  function grid() {
    state.size = Math.min(state.size, Math.max(1, Math.min(height, width)))
    parts.numbers.replaceChildren()
    parts.numbers.style.setProperty("--n", state.size)
    cells = Array.from({ length: state.size ** 2 }, () => element(parts.numbers, "cell"))
    parts.size.input.value = state.size
    parts.size.value.textContent = `${state.size} × ${state.size}`
  }

  function expression(top, left) {
    const place = `${top}:${top + state.size}, ${left}:${left + state.size}`
    if (state.view === "colour") return `image[${place}]`
    const index = ["red", "green", "blue"].indexOf(state.view)
    const grey = channels === 3 ? "grey" : "image"
    if (index >= 0) return `image[${place}, ${index}]`
    return state.view === "bits" ? `(${grey} > ${state.threshold})[${place}]` : `${grey}[${place}]`
  }

  function draw() {
    const { value, colour } = look()
    const half = Math.floor(state.size / 2)
    const top = clamp(state.centre[0] - half, 0, height - state.size)
    const left = clamp(state.centre[1] - half, 0, width - state.size)
    const [row, column] = state.chosen
    const all = state.view === "colour"
    parts.numbers.classList.toggle("all", all)
    cells.forEach((cell, index) => {
      const y = top + Math.floor(index / state.size)
      const x = left + (index % state.size)
      const number = value(y * width + x)
      const [red, green, blue] = colour(number)
      cell.textContent = all ? [red, green, blue].join("\n") : number
      cell.style.background = `rgb(${red} ${green} ${blue})`
      cell.style.color = luminance(red, green, blue) > 0.179 ? "#000" : "#fff"
      cell.classList.toggle("chosen", y === row && x === column)
      cell.onpointerenter = cell.onclick = () => choose(y, x)
    })
    const { style } = parts.frame
    style.top = `${(100 * (top + state.size / 2)) / height}%`
    style.left = `${(100 * (left + state.size / 2)) / width}%`
    style.height = `max(${(100 * state.size) / height}%, 1.1rem)`
    style.width = `max(${(100 * state.size) / width}%, 1.1rem)`
    parts.slice.textContent = expression(top, left)
    const at = row * width + column
    const levels = channels === 3 ? state.pixels.slice(3 * at, 3 * at + 3) : [0, 0, 0]
    const values = {
      row,
      column,
      red: levels[0],
      green: levels[1],
      blue: levels[2],
      value: views(state.pixels, channels, state).grey.value(at),
      threshold: state.threshold,
    }
    const above = values.value > state.threshold
    Object.assign(values, { truth: above ? "True" : "False", bit: above ? 1 : 0 })
    const sentence = fill(channels === 3 ? words.three : words.single, values)
    const bit = state.view === "bits" ? `; ${fill(words.bit, values)}` : ""
    parts.reading.textContent = sentence + bit
  }

  function choose(row, column) {
    state.chosen = [row, column]
    draw()
  }

  function move(row, column) {
    state.centre = [clamp(row, 0, height - 1), clamp(column, 0, width - 1)]
    choose(...state.centre)
  }

  function control() {
    parts.choices.forEach((button) => {
      const chosen = button.dataset.view === state.view
      button.setAttribute("aria-checked", chosen)
      button.tabIndex = chosen ? 0 : -1
    })
    parts.threshold.box.hidden = state.view !== "bits"
    parts.threshold.input.value = state.threshold
    parts.threshold.value.textContent = state.threshold
    parts.otsu.textContent = fill(words.otsu, { value: data.otsu })
  }

  function view(name) {
    state.view = name
    control()
    paint()
    draw()
  }

  parts.choices.forEach((button, index) => {
    button.onclick = () => view(button.dataset.view)
    button.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      const next = parts.choices[(index + step + names.length) % names.length]
      view(next.dataset.view)
      next.focus()
    }
  })
  parts.size.input.oninput = () => {
    state.size = Number(parts.size.input.value)
    grid()
    draw()
  }
  const setThreshold = (value) => {
    state.threshold = value
    control()
    paint()
    draw()
  }
  parts.threshold.input.oninput = () => setThreshold(Number(parts.threshold.input.value))
  parts.otsu.onclick = () => setThreshold(data.otsu)
  parts.picture.onpointermove = parts.picture.onpointerdown = (event) => {
    if (!state.pixels) return
    const box = parts.picture.getBoundingClientRect()
    move(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    )
  }
  parts.picture.onkeydown = (event) => {
    const far = event.shiftKey ? 10 : 1
    const step = {
      ArrowUp: [-far, 0],
      ArrowDown: [far, 0],
      ArrowLeft: [0, -far],
      ArrowRight: [0, far],
    }[event.key]
    if (!step || !state.pixels) return
    event.preventDefault()
    move(state.chosen[0] + step[0], state.chosen[1] + step[1])
  }

  parts.picture.style.aspectRatio = `${width} / ${height}`
  parts.picture.style.setProperty("--ratio", width / height)
  parts.canvas.classList.toggle("small", Math.max(width, height) <= 300)
  control()
  grid()

  function start() {
    paint()
    draw()
    root.dataset.ready = data.id
  }

  if (state.pixels) start()
  else {
    unpack(data.pixels).then((pixels) => {
      if (state.id !== data.id || !root.contains(parts.picture)) return
      state.pixels = pixels
      start()
    })
  }
}
