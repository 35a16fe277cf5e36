// The tables side by side: what goes in, the kernel, the products, what comes out.

// Draw all tables for the shape that the setting has now; `fill` and `mark` then keep them going.
function buildStage(lab) {
  const { setting, shape, words } = lab
  const pooling = isPooling(setting)
  const node = lab.parts.stage
  node.replaceChildren()
  const stage = { inputs: [], kernels: [], products: [], outputs: [], biases: [], marked: [] }
  const { columns } = shape
  const wide = [
    columns.before + columns.size + columns.after,
    columns.kernel,
    pooling ? 0 : columns.kernel,
    columns.count * (shape.channels === 1 ? shape.maps : 1),
  ]
  const beside = shape.channels > 1 || shape.maps < 3
  node.classList.toggle("below", !beside)
  node.style.setProperty("--across", total(wide) - (beside ? 0 : wide[3]))
  node.style.setProperty("--kernel-rows", shape.rows.kernel)
  node.style.setProperty("--narrow", narrowColumns(wide))

  node.classList.toggle("one", shape.channels === 1)
  node.dataset.channels = shape.channels
  if (!pooling && shape.maps > 1) buildFilterTabs(lab, stage, node)
  const channels = element(node, "channels")
  for (const channel of range(shape.channels)) {
    const line = element(channels, "channel")
    line.dataset.channel = channel
    buildInput(lab, stage, line, channel)
    if (!pooling) {
      element(line, "sign", "span", "×").setAttribute("aria-hidden", "true")
      buildKernel(lab, stage, line, channel)
    }
    element(line, "sign", "span", pooling ? "→" : "=").setAttribute("aria-hidden", "true")
    buildProducts(lab, stage, line, channel)
  }
  const sign = element(node, "sign last", "span", "→")
  sign.setAttribute("aria-hidden", "true")
  const maps = element(node, "maps")
  if (shape.fits) for (const map of range(shape.maps)) buildOutput(lab, stage, maps, map)
  else element(maps, "nothing", "p", words.nothing)
  if (shape.fits && !pooling && shape.channels > 1) stage.total = element(maps, "formula total")
  node.classList.toggle("many", shape.maps > 1)
  lab.stage = stage
}

// Kernel above products where all four tables in a row would be too wide.
function arrange({ parts, stage, shape }) {
  const node = parts.stage
  node.classList.remove("stacked")
  if (shape.channels > 1 || !stage.outputs.length || !stage.products.length) return
  const last = stage.outputs.length < 3 ? stage.outputs.at(-1) : stage.products[0]
  const top = (grid) => grid.node.getBoundingClientRect().top
  node.classList.toggle("stacked", top(last) > top(stage.inputs[0]) + 8)
}

// How many columns stand side by side on a phone: input and kernel if they are small.
function narrowColumns([input, kernel, products, output]) {
  const pairUp = input + kernel <= 10
  return Math.max(pairUp ? input + kernel : input, kernel + products, products + output > 10 ? output : products + output)
}

function buildInput(lab, stage, line, channel) {
  const { shape, words, setting } = lab
  const [rows, columns] = [shape.rows, shape.columns]
  const title = shape.channels > 1 ? filled(words.input_channel, { channel: channel + 1 }) : words.input
  const { room } = figure(line, "of-input", title, inputSize(shape, words))
  const real = (row, column) => row >= 0 && column >= 0 && row < rows.size && column < columns.size
  const grid = table(room, {
    name: "input",
    label: title,
    rows: rows.before + rows.size + rows.after,
    columns: columns.before + columns.size + columns.after,
    row0: -rows.before,
    column0: -columns.before,
    onpoint: (row, column) => lab.pointAtInput(row, column),
    onleave: () => lab.pointAtTerm(undefined),
    canEdit: real,
    read: (row, column) => lab.setting.image[row][column][channel],
    write: (row, column, value) => {
      lab.setting.image[row][column][channel] = value
      lab.edited()
    },
    refuse: (text, before) => lab.refuse(text, before),
  })
  const [noRow, noColumn] = [new Set(missed(rows)), new Set(missed(columns))]
  for (const cell of grid.cells.flat()) {
    const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)]
    cell.dataset.channel = channel
    cell.classList.toggle("padding", !real(row, column))
    cell.classList.toggle("missed", shape.fits && real(row, column) && (noRow.has(row) || noColumn.has(column)))
    // Pooling lays nothing around the picture: what is outside does not count.
    if (!real(row, column)) cell.text.textContent = isPooling(setting) ? "–" : "0"
  }
  grid.frame = element(grid.node, "frame")
  grid.frame.setAttribute("aria-hidden", "true")
  const dilated = setting.dilation !== undefined && Math.max(...setting.dilation) > 1
  grid.node.classList.toggle("dilated", dilated)
  stage.inputs.push(grid)
}

function inputSize({ rows, columns }, words) {
  const size = `${rows.size} × ${columns.size}`
  const added = rows.before + rows.after + columns.before + columns.after
  if (!added) return size
  const high = rows.before + rows.size + rows.after
  const wide = columns.before + columns.size + columns.after
  return filled(words.with_padding, { size, padded: `${high} × ${wide}` })
}

function buildKernel(lab, stage, line, channel) {
  const { shape, words, setting } = lab
  const title = shape.channels > 1 ? filled(words.kernel_slice, { channel: channel + 1 }) : words.kernel
  const { node, room } = figure(line, "of-kernel", title, `${shape.rows.kernel} × ${shape.columns.kernel}`)
  if (setting.flip) element(node, "turned", "div", words.turned)
  stage.kernels.push(
    table(room, {
      name: "kernel",
      label: title,
      rows: shape.rows.kernel,
      columns: shape.columns.kernel,
      onpoint: (i, j) => lab.pointAtTerm({ i, j }),
      onleave: () => lab.pointAtTerm(undefined),
      canEdit: () => true,
      read: (i, j) => weightAt(lab.setting, i, j, channel, lab.shown().map),
      write: (i, j, value) => {
        const [row, column] = placeOfWeight(lab.setting, i, j)
        lab.setting.kernels[row][column][channel][lab.shown().map] = value
        lab.edited()
      },
      refuse: (text, before) => lab.refuse(text, before),
    }),
  )
}

function buildFilterTabs(lab, stage, node) {
  const tabs = element(node, "tabs")
  tabs.setAttribute("role", "group")
  tabs.setAttribute("aria-label", lab.words.filters)
  element(tabs, "title", "span", lab.words.filter_shown)
  stage.tabs = range(lab.shape.maps).map((map) => {
    const tab = element(tabs, "tab", "button", String(map + 1))
    tab.type = "button"
    tab.setAttribute("aria-label", filled(lab.words.filter, { filter: map + 1 }))
    tab.onclick = () => lab.goTo(indexOf(lab.shape, { ...placeOf(lab.shape, lab.state.step), map }))
    return tab
  })
}

function buildProducts(lab, stage, line, channel) {
  const { shape, words } = lab
  const pooling = isPooling(lab.setting)
  const { node, room } = figure(line, "of-products", pooling ? words.window : words.products)
  const grid = table(room, {
    name: "products",
    label: pooling ? words.window : words.products,
    rows: shape.rows.kernel,
    columns: shape.columns.kernel,
    onpoint: (i, j) => lab.pointAtTerm({ i, j }),
    onleave: () => lab.pointAtTerm(undefined),
  })
  for (const cell of grid.cells.flat()) cell.factors = element(cell, "factors", "span")
  grid.sum = element(node, "sum")
  grid.figure = node
  stage.products.push(grid)
}

function buildOutput(lab, stage, maps, map) {
  const { shape, words } = lab
  const pooling = isPooling(lab.setting)
  const template = pooling ? words.output_channel : words.output_filter
  const title = shape.maps > 1 ? filled(template, { map: map + 1 }) : words.output
  const { node, room } = figure(maps, "of-output", title, `${shape.rows.count} × ${shape.columns.count}`)
  const grid = table(room, {
    name: "output",
    label: title,
    rows: shape.rows.count,
    columns: shape.columns.count,
    onpoint: (y, x) => lab.hover({ map, y, x }),
    onleave: () => lab.hover(undefined),
    onpress: (y, x) => lab.press({ map, y, x }),
    onfocus: (y, x) => lab.focusOn({ map, y, x }),
  })
  for (const cell of grid.cells.flat()) cell.dataset.channel = map
  grid.figure = node
  stage.outputs.push(grid)
  if (!pooling) buildBias(lab, stage, node, map)
}

function buildBias(lab, stage, node, map) {
  const line = element(node, "bias-line")
  element(line, "label", "span", `+ ${lab.words.bias}`)
  const grid = table(line, {
    name: "bias",
    label: filled(lab.words.bias_of, { filter: map + 1 }),
    rows: 1,
    columns: 1,
    canEdit: () => true,
    read: () => lab.setting.bias[map],
    write: (row, column, value) => {
      lab.setting.bias[map] = value
      lab.edited()
    },
    refuse: (text, before) => lab.refuse(text, before),
  })
  stage.biases.push(grid)
}

// Write the numbers of the setting and its outputs into the tables.
function fillStage(lab) {
  const { setting, shape, stage, words } = lab
  stage.filled = undefined
  const scale = greatest(setting.image.flat(2))
  stage.inputs.forEach((grid, channel) => {
    setting.image.forEach((line, row) =>
      line.forEach((values, column) => put(grid.at(row, column), values[channel], scale)),
    )
    nameCells(grid, words.cell)
    fitNumbers(grid)
  })
  stage.biases.forEach((grid, map) => {
    put(grid.at(0, 0), setting.bias[map], 0)
    grid.at(0, 0).setAttribute("aria-label", grid.spec.label)
    fitNumbers(grid)
  })
  lab.outputs = outputsOf(setting, shape)
  fitProducts(lab)
  fillOutputs(lab)
}

// Wide enough for any product of these numbers, so that no step shifts the tables. Factors that
// would need too much room are left to the formula.
function fitProducts({ setting, shape, stage }) {
  if (isPooling(setting)) return
  const [pixels, weights] = [setting.image.flat(2), setting.kernels.flat(3)]
  const longest = (values) => Math.max(...values.map((value) => written(value).length))
  const whole = [...pixels, ...weights].every(Number.isInteger)
  const factors = longest(pixels) + longest(weights) + 1
  const largest = written(-greatest(pixels) * greatest(weights)).length
  const plain = factors > 9 || Math.max(shape.rows.kernel, shape.columns.kernel) > 5
  stage.plain = plain
  for (const { node } of stage.products) {
    node.classList.toggle("plain", plain)
    node.style.setProperty("--characters", whole ? largest : Math.max(largest, 6))
    node.style.setProperty("--factors", plain ? 0 : factors)
  }
}

function fillOutputs(lab) {
  const scale = greatest(lab.outputs)
  lab.stage.outputs.forEach((grid, map) => {
    for (const cell of grid.cells.flat()) {
      const index = indexOf(lab.shape, { map, y: Number(cell.dataset.row), x: Number(cell.dataset.column) })
      const hidden = lab.isHidden(index)
      cell.classList.toggle("unknown", hidden)
      if (hidden) {
        cell.text.textContent = "?"
        tint(cell, 0, 0)
        delete cell.dataset.value
      } else put(cell, lab.outputs[index], scale)
    }
    nameCells(grid, lab.words.cell)
    fitNumbers(grid)
  })
}

function put(cell, value, scale) {
  const text = written(value)
  if (cell.text.textContent !== text) cell.text.textContent = text
  cell.dataset.value = value
  tint(cell, value, scale)
}

function nameCells(grid, template) {
  for (const cell of grid.cells.flat()) {
    const [row, column] = [Number(cell.dataset.row) + 1, Number(cell.dataset.column) + 1]
    cell.setAttribute("aria-label", filled(template, { row, column, value: cell.text.textContent }))
  }
}

// Columns get as wide as their longest number needs.
function fitNumbers(grid) {
  const longest = grid.cells.flat().reduce((most, cell) => Math.max(most, cell.text.textContent.length), 1)
  grid.node.style.setProperty("--characters", longest)
}
