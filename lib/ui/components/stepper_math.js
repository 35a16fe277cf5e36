// What the stepper computes: places, products, sums. Nothing of the page, nothing of words.

const range = (length) => Array.from({ length }, (_, index) => index)
const clamp = (value, low, high) => Math.min(Math.max(value, low), high)
const total = (values) => values.reduce((sum, value) => sum + value, 0)

// One side of the picture, as lib/arithmetic.py has it: how many windows fit, what is added.
function layOut(size, kernel, stride, padding, dilation) {
  const reach = dilation * (kernel - 1) + 1
  const side = { size, kernel, stride, padding, dilation, reach }
  if (padding === "same") {
    const count = Math.ceil(size / stride)
    const added = Math.max((count - 1) * stride + reach - size, 0)
    const before = Math.floor(added / 2)
    return { ...side, count, before, after: added - before }
  }
  const added = padding === "valid" ? 0 : padding
  const room = size + 2 * added - reach
  const count = room < 0 ? 0 : Math.floor(room / stride) + 1
  return { ...side, room, count, before: added, after: added }
}

// Rows or columns of the picture that no window reaches.
function missed(side) {
  const seen = new Set()
  for (const window of range(side.count))
    for (const weight of range(side.kernel))
      seen.add(window * side.stride - side.before + weight * side.dilation)
  return range(side.size).filter((place) => !seen.has(place))
}

const isPooling = (setting) => setting.mode !== undefined

function geometry(setting) {
  const { image, stride, padding } = setting
  const pooling = isPooling(setting)
  const kernel = pooling ? setting.size : [setting.kernels.length, setting.kernels[0].length]
  const dilation = pooling ? [1, 1] : setting.dilation
  const size = [image.length, image[0].length]
  const [rows, columns] = [0, 1].map((axis) =>
    layOut(size[axis], kernel[axis], stride[axis], padding, dilation[axis]),
  )
  const channels = image[0][0].length
  const maps = pooling ? channels : setting.kernels[0][0][0].length
  const fits = rows.count > 0 && columns.count > 0
  return { rows, columns, channels, maps, fits, cells: fits ? rows.count * columns.count : 0 }
}

// The weight that lies on row i, column j of the window: true convolution turns the kernel.
function placeOfWeight(setting, i, j) {
  const { kernels, flip } = setting
  return flip ? [kernels.length - 1 - i, kernels[0].length - 1 - j] : [i, j]
}

function weightAt(setting, i, j, channel, map) {
  const [row, column] = placeOfWeight(setting, i, j)
  return setting.kernels[row][column][channel][map]
}

// All that one output cell is made of: for each channel the cells of its window.
function windowOf(setting, shape, { map, y, x }) {
  const pooling = isPooling(setting)
  const channels = pooling ? [map] : range(shape.channels)
  return channels.map((channel) => {
    const terms = []
    for (const i of range(shape.rows.kernel))
      for (const j of range(shape.columns.kernel)) {
        const row = y * shape.rows.stride - shape.rows.before + i * shape.rows.dilation
        const column = x * shape.columns.stride - shape.columns.before + j * shape.columns.dilation
        const real = setting.image[row]?.[column] !== undefined
        const value = real ? setting.image[row][column][channel] : 0
        const term = { i, j, row, column, real, value }
        if (!pooling) {
          term.weight = weightAt(setting, i, j, channel, map)
          term.product = value * term.weight
        }
        terms.push(term)
      }
    return { channel, terms, sum: pooling ? undefined : total(terms.map((term) => term.product)) }
  })
}

// The cell that max or min pooling takes: of equal values the first one, row by row.
function winnerOf(mode, terms) {
  const real = terms.filter((term) => term.real)
  return real.reduce((best, term) =>
    (mode === "max" ? term.value > best.value : term.value < best.value) ? term : best,
  )
}

function valueOf(setting, parts, map) {
  if (!isPooling(setting)) return total(parts.map((part) => part.sum)) + setting.bias[map]
  const [{ terms }] = parts
  if (setting.mode !== "average") return winnerOf(setting.mode, terms).value
  const real = terms.filter((term) => term.real)
  return total(real.map((term) => term.value)) / real.length
}

// The output cell with a running number, map by map, row by row.
function placeOf(shape, index) {
  const inMap = index % shape.cells
  return {
    map: Math.floor(index / shape.cells),
    y: Math.floor(inMap / shape.columns.count),
    x: inMap % shape.columns.count,
  }
}

const indexOf = (shape, { map, y, x }) => map * shape.cells + y * shape.columns.count + x

function outputsOf(setting, shape) {
  return range(shape.cells * shape.maps).map((index) => {
    const place = placeOf(shape, index)
    return valueOf(setting, windowOf(setting, shape, place), place.map)
  })
}

const greatest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

// A number as a person writes it: three decimals where they matter, a real minus, no -0.
function written(value, digits = 3) {
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.0005 || size >= 1e7)) {
    const [base, power] = value.toExponential(1).split("e")
    return `${Number(base)}e${Number(power)}`.replaceAll("-", "−")
  }
  const decimals = clamp(size < 1 ? digits : digits + 1 - Math.ceil(Math.log10(size + 1)), 0, 3)
  const rounded = Number(value.toFixed(decimals)) || 0
  return String(rounded).replace("-", "−")
}

// In a formula a negative number stands in brackets, and all of its decimals that can be read.
const precise = (value) => written(value, 5)
const bracketed = (value) => (value < 0 ? `(${precise(value)})` : precise(value))
const isExact = (value) =>
  Math.abs(Number(precise(value).replaceAll("−", "-")) - value) <= 1e-9 * Math.max(1, Math.abs(value))

// What somebody types into a cell: 3, −0.5, .5, 1/9, 2e3. Undefined when it is no number.
function understood(text) {
  const plain = text.trim().replaceAll("−", "-").replace(",", ".")
  const match = plain.match(/^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\s*\/\s*(\d+\.?\d*))?$/i)
  if (!match) return undefined
  const value = Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2]))
  return Number.isFinite(value) && Math.abs(value) <= 1e6 ? value + 0 : undefined
}

// A table of another size: what fits is kept, new cells get what `fresh` says.
function resized(table, rows, columns, fresh) {
  return range(rows).map((row) =>
    range(columns).map((column) => table[row]?.[column] ?? fresh(row, column)),
  )
}

const lengthened = (list, length, fresh) => range(length).map((index) => list[index] ?? fresh(index))
