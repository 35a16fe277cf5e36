// What can be set: sizes, steps, padding, and which way round the kernel is laid on.

const MODES = ["max", "average", "min"]

function buildControls(lab) {
  const { setting, words, limits } = lab
  const node = lab.parts.controls
  node.replaceChildren()
  const pooling = isPooling(setting)
  const [rows, columns] = [lab.shape.rows, lab.shape.columns]
  const size = [rows.size, columns.size]
  const kernel = [rows.kernel, columns.kernel]
  pairOf(lab, node, words.input_size, size, limits.side, (pair) => resizeInput(lab, ...pair))
  if (pooling) {
    oneOf(node, words.mode, MODES.map((mode) => [mode, words[mode]]), setting.mode, (mode) => lab.change({ mode }))
    pairOf(lab, node, words.window_size, kernel, limits.kernel, (size) => lab.change({ size }))
  } else pairOf(lab, node, words.kernel_size, kernel, limits.kernel, (pair) => resizeKernel(lab, ...pair))
  pairOf(lab, node, words.stride, setting.stride, limits.stride, (stride) => lab.change(noTwoSteps(lab, { stride })))
  paddingOf(lab, node, pooling)
  if (!pooling)
    pairOf(lab, node, words.dilation, setting.dilation, limits.dilation, (dilation) =>
      lab.change(noTwoSteps(lab, { dilation })),
    )
  oneOf(node, words.channels, numbersTo(limits.channels), lab.shape.channels, (count) => setChannels(lab, Number(count)))
  if (!pooling) {
    oneOf(node, words.filters, numbersTo(limits.channels), lab.shape.maps, (count) => setFilters(lab, Number(count)))
    buildTurn(lab, node)
  }
  const restart = element(node, "restart-all", "button")
  restart.type = "button"
  restart.setAttribute("aria-label", words.restart)
  icon(restart, "restart")
  element(restart, "", "span", words.restart)
  restart.onclick = () => lab.restart()
}

function field(node, name) {
  const group = element(node, "setting")
  element(group, "label", "span", name)
  return element(group, "choices")
}

function pairOf({ words }, node, name, [high, wide], most, onchange) {
  const group = field(node, name)
  chooser(group, `${name}: ${words.height}`, numbersTo(most), high, (value) => onchange([Number(value), wide]))
  element(group, "by", "span", "×").setAttribute("aria-hidden", "true")
  chooser(group, `${name}: ${words.width}`, numbersTo(most), wide, (value) => onchange([high, Number(value)]))
}

const oneOf = (node, name, options, chosen, onchange) =>
  chooser(field(node, name), name, options, chosen, onchange)

function paddingOf(lab, node, pooling) {
  const { words, limits } = lab
  const own = pooling ? [] : numbersTo(limits.padding, 0)
  const options = [["valid", "valid"], ["same", "same"], ...own]
  oneOf(node, words.padding, options, lab.setting.padding, (text) =>
    lab.change({ padding: text === "valid" || text === "same" ? text : Number(text) }),
  )
}

function buildTurn(lab, node) {
  const { words, setting } = lab
  const group = field(node, words.operation)
  const both = element(group, "segments")
  both.setAttribute("role", "group")
  both.setAttribute("aria-label", words.operation)
  for (const [flip, text] of [[false, words.correlation], [true, words.convolution]]) {
    const button = element(both, "segment", "button", text)
    button.type = "button"
    button.setAttribute("aria-label", text) // by which the focus finds back
    button.setAttribute("aria-pressed", String(setting.flip === flip))
    button.onclick = () => lab.change({ flip }, flip ? words.turned_note : words.laid_note)
  }
  group.parentElement.classList.add("wide")
}

// Keras refuses a stride and a dilation that are both above 1; the one set last stays.
function noTwoSteps(lab, change) {
  const after = { ...lab.setting, ...change }
  if (Math.max(...after.stride) === 1 || Math.max(...after.dilation) === 1) return change
  lab.note(lab.words.two_steps)
  return change.stride ? { ...change, dilation: [1, 1] } : { ...change, stride: [1, 1] }
}

// New cells hold something to look at, the same every time.
const freshPixel = (row, column, channel) => (row + column + channel) % 3
const freshWeight = (i, j, channel, map) => ((i + 2 * j + channel + 2 * map) % 3) - 1

function resizeInput(lab, rows, columns) {
  const fresh = () => range(lab.shape.channels).map(() => 0)
  lab.change({ image: resized(lab.setting.image, rows, columns, fresh) })
}

function resizeKernel(lab, rows, columns) {
  const fresh = () => range(lab.shape.channels).map(() => range(lab.shape.maps).map(() => 0))
  lab.change({ kernels: resized(lab.setting.kernels, rows, columns, fresh) })
}

function setChannels(lab, count) {
  const { image, kernels } = lab.setting
  const change = {
    image: image.map((line, r) =>
      line.map((cell, c) => lengthened(cell, count, (channel) => freshPixel(r, c, channel))),
    ),
  }
  if (kernels)
    change.kernels = kernels.map((line, i) =>
      line.map((cell, j) =>
        lengthened(cell, count, (channel) => cell[0].map((_, map) => freshWeight(i, j, channel, map))),
      ),
    )
  lab.change(change)
}

function setFilters(lab, count) {
  const { kernels, bias } = lab.setting
  lab.change({
    kernels: kernels.map((line, i) =>
      line.map((cell, j) =>
        cell.map((weights, channel) =>
          lengthened(weights, count, (map) => freshWeight(i, j, channel, map)),
        ),
      ),
    ),
    bias: lengthened(bias, count, () => 0),
  })
}
