// What belongs to the output cell that is shown: its field, its products, its place in the maps.

function mark(stage, cell, name) {
  if (!cell) return
  cell.classList.add(name)
  stage.marked.push([cell, name])
}

function clearMarks(stage) {
  for (const [cell, name] of stage.marked) cell.classList.remove(name)
  stage.marked = []
}

function showPlace(lab) {
  const { stage, shape, setting } = lab
  clearMarks(stage)
  const place = lab.shown()
  stage.tabs?.forEach((tab, map) => tab.setAttribute("aria-pressed", String(map === place.map)))
  if (!isPooling(setting)) fillKernels(lab, place)
  if (!shape.fits) return
  lab.window = windowOf(setting, shape, place)
  markOutputs(lab, place)
  for (const [channel, grid] of stage.inputs.entries()) {
    const part = lab.window.find((each) => each.channel === channel)
    moveFrame(grid, shape, place, part !== undefined)
    part?.terms.forEach((term) => mark(stage, grid.at(term.row, term.column), "seen"))
  }
  if (isPooling(setting)) fillWindow(lab, place)
  else fillProducts(lab)
  if (stage.total) writeTotal(lab, stage.total, indexOf(shape, place))
}

function fillKernels(lab, place) {
  const { stage, setting } = lab
  if (stage.filled === place.map) return
  stage.filled = place.map
  const scale = greatest(setting.kernels.flat(3))
  stage.kernels.forEach((grid, channel) => {
    for (const cell of grid.cells.flat()) {
      const [i, j] = [Number(cell.dataset.row), Number(cell.dataset.column)]
      put(cell, weightAt(setting, i, j, channel, place.map), scale)
    }
    nameCells(grid, lab.words.cell)
    fitNumbers(grid)
  })
}

function markOutputs(lab, place) {
  const { stage, state, shape } = lab
  const grid = stage.outputs[place.map]
  mark(stage, grid.at(place.y, place.x), "shown")
  mark(stage, grid.figure, "chosen")
  if (state.pinned) mark(stage, cellOf(lab, state.step), "pinned")
  if (lab.hovered) mark(stage, cellOf(lab, state.step), "current")
}

function cellOf(lab, index) {
  const { map, y, x } = placeOf(lab.shape, index)
  return lab.stage.outputs[map].at(y, x)
}

// The frame around the field slides over the table; it may reach into the padding.
function moveFrame(grid, shape, place, visible) {
  const { rows, columns } = shape
  const high = rows.before + rows.size + rows.after
  const wide = columns.before + columns.size + columns.after
  grid.frame.hidden = !visible
  grid.frame.style.top = `${(100 * place.y * rows.stride) / high}%`
  grid.frame.style.left = `${(100 * place.x * columns.stride) / wide}%`
  grid.frame.style.height = `${(100 * rows.reach) / high}%`
  grid.frame.style.width = `${(100 * columns.reach) / wide}%`
}

function fillProducts(lab) {
  const products = lab.window.map((part) => part.terms.map((term) => term.product))
  const scale = greatest(products.flat())
  const { stage } = lab
  stage.products.forEach((grid, channel) => {
    const { terms, sum } = lab.window[channel]
    for (const term of terms) {
      const cell = grid.at(term.i, term.j)
      put(cell, term.product, scale)
      cell.classList.toggle("padding", !term.real)
      if (!stage.plain) cell.factors.textContent = `${written(term.value)}×${written(term.weight)}`
    }
    fillSum(grid, lab.words.sum, sum, lab)
  })
}

function fillSum(grid, word, value, lab) {
  const hidden = lab.isHidden(indexOf(lab.shape, lab.shown()))
  grid.sum.replaceChildren()
  element(grid.sum, "label", "span", word)
  element(grid.sum, "number", "span", hidden ? "?" : written(value))
}

// Pooling: the values under the window, and the one that wins.
function fillWindow(lab, place) {
  const { stage, setting } = lab
  const [{ terms }] = lab.window
  const winner = setting.mode === "average" ? undefined : winnerOf(setting.mode, terms)
  const hidden = lab.isHidden(indexOf(lab.shape, place))
  const scale = greatest(setting.image.flat(2))
  stage.products.forEach((grid, channel) => {
    grid.figure.classList.toggle("resting", channel !== place.map)
    if (channel !== place.map) return
    for (const term of terms) {
      const cell = grid.at(term.i, term.j)
      put(cell, term.value, scale)
      cell.classList.toggle("padding", !term.real)
      if (!term.real) cell.text.textContent = "–"
      if (term === winner && !hidden) {
        mark(stage, cell, "winner")
        mark(stage, stage.inputs[channel].at(term.row, term.column), "winner")
      }
    }
    fitNumbers(grid)
    fillSum(grid, lab.words[setting.mode], lab.outputs[indexOf(lab.shape, place)], lab)
  })
}

// One factor is pointed at: the same place in input, kernel and products.
function markTerm(lab, term) {
  const { stage } = lab
  for (const [cell, name] of stage.marked) if (name === "linked") cell.classList.remove(name)
  stage.marked = stage.marked.filter(([, name]) => name !== "linked")
  if (!term || !lab.window) return
  for (const { channel, terms } of lab.window) {
    const found = terms.find(({ i, j }) => i === term.i && j === term.j)
    mark(stage, stage.inputs[channel].at(found.row, found.column), "linked")
    mark(stage, stage.kernels[channel]?.at(term.i, term.j), "linked")
    mark(stage, stage.products[channel].at(term.i, term.j), "linked")
  }
}

// An input cell is pointed at: which outputs have it in their window.
function markUses(lab, row, column) {
  const { stage, shape, setting } = lab
  for (const grid of stage.outputs)
    for (const cell of grid.cells.flat()) {
      const down = row + shape.rows.before - Number(cell.dataset.row) * shape.rows.stride
      const across = column + shape.columns.before - Number(cell.dataset.column) * shape.columns.stride
      const [dy, dx] = isPooling(setting) ? [1, 1] : setting.dilation
      const hit = (way, side, step) => way >= 0 && way < side.reach && way % step === 0
      if (hit(down, shape.rows, dy) && hit(across, shape.columns, dx)) mark(stage, cell, "linked")
    }
}
