// The sums in writing: the formula of one output cell, and the sizes.

function writeReading(lab) {
  const { shape, setting, words } = lab
  const node = lab.parts.reading
  node.replaceChildren()
  if (!shape.fits) {
    element(node, "problem", "p", problemOf(lab))
    return
  }
  const place = lab.shown()
  const values = { row: place.y + 1, column: place.x + 1, map: place.map + 1 }
  const template =
    shape.maps === 1 ? words.place : isPooling(setting) ? words.place_channel : words.place_filter
  element(node, "heading", "p", filled(template, values))
  const index = indexOf(shape, place)
  if (isPooling(setting)) writePooling(lab, node, index)
  else writeSum(lab, node, index)
}

function problemOf({ shape, setting, words }) {
  const [side, name] = shape.rows.count === 0 ? [shape.rows, "too_high"] : [shape.columns, "too_wide"]
  const template = words[isPooling(setting) ? `window_${name}` : name]
  return filled(template, { reach: side.reach, available: side.size + side.before + side.after })
}

function writeSum(lab, node, index) {
  const { shape, setting, words } = lab
  const bias = setting.bias[lab.shown().map]
  const several = shape.channels > 1
  for (const { channel, terms, sum } of lab.window) {
    const line = element(node, "formula")
    if (several) element(line, "label", "span", filled(words.channel, { channel: channel + 1 }))
    writeTerms(line, terms)
    if (several) result(line, sum, lab.isHidden(index))
    else {
      line.append(" + ")
      element(line, "term of-bias", "span", bracketed(bias))
      result(line, lab.outputs[index], lab.isHidden(index))
    }
  }
  if (several) writeTotal(lab, element(node, "formula"), index)
  const padded = lab.window[0].terms.filter((term) => !term.real).length
  element(node, "remark", "p", padded ? filled(words.from_padding, { count: padded }) : "")
}

// Terms of one kind in a row are one element: the formula may have two hundred of them.
function writeTerms(line, terms) {
  const kind = ({ real, product }) => (!real ? "term pad" : product === 0 ? "term zero" : "term")
  let run
  terms.forEach((term, number) => {
    const value = number ? bracketed(term.value) : precise(term.value)
    const text = `${value}×${bracketed(term.weight)}`
    if (run?.kind === kind(term)) run.texts.push(text)
    else {
      if (run) closeRun(line, run, " + ")
      run = { kind: kind(term), texts: [text] }
    }
  })
  closeRun(line, run, "")
}

function closeRun(line, { kind, texts }, after) {
  element(line, kind, "span", texts.join(" + "))
  line.append(after)
}

// The sums of all channels, and the bias: one output value.
function writeTotal(lab, line, index) {
  line.replaceChildren()
  element(line, "label", "span", lab.words.together)
  line.append(lab.window.map(({ sum }) => bracketed(sum)).join(" + "), " + ")
  element(line, "term of-bias", "span", bracketed(lab.setting.bias[lab.shown().map]))
  result(line, lab.outputs[index], lab.isHidden(index))
}

function writePooling(lab, node, index) {
  const { setting, words } = lab
  const [{ terms }] = lab.window
  const real = terms.filter((term) => term.real)
  const line = element(node, "formula")
  const average = setting.mode === "average"
  const winner = average ? undefined : winnerOf(setting.mode, real)
  line.append(average ? "(" : `${setting.mode}(`)
  real.forEach((term, number) => {
    if (number) line.append(average ? " + " : ", ")
    const won = term === winner && !lab.isHidden(index)
    element(line, won ? "term won" : "term", "span", average ? bracketed(term.value) : precise(term.value))
  })
  line.append(average ? `) / ${real.length}` : ")")
  result(line, lab.outputs[index], lab.isHidden(index))
  const left = terms.length - real.length
  const many = winner && real.filter((term) => term.value === winner.value).length > 1
  const remark = left ? filled(words.real_only, { count: left }) : many ? words.tie : ""
  element(node, "remark", "p", remark)
}

function result(line, value, hidden) {
  line.append(hidden || isExact(value) ? " = " : " ≈ ")
  element(line, "result", "strong", hidden ? "?" : precise(value))
}

// The size of the output, side by side, with its floor.
function writeSizes(lab) {
  const { shape, words, setting } = lab
  const node = lab.parts.sizes
  node.replaceChildren()
  const list = element(node, "sides")
  for (const [side, name] of [[shape.rows, words.height], [shape.columns, words.width]]) {
    element(list, "label", "span", name)
    element(list, "formula", "span", sizeFormula(side))
  }
  const remarks = [...paddingRemarks(shape, words), ...missedRemarks(shape, words)]
  const dilation = setting.dilation ?? [1, 1]
  if (Math.max(...dilation) > 1)
    remarks.unshift(
      filled(words.reach, { high: shape.rows.reach, wide: shape.columns.reach }),
    )
  for (const remark of remarks) element(node, "remark", "p", remark)
  if (!isPooling(setting)) writeWeights(lab, node)
}

function sizeFormula(side) {
  const { size, reach, stride, padding, count } = side
  if (padding === "same") return `⌈${size} / ${stride}⌉ = ${count}`
  const added = padding === "valid" || padding === 0 ? "" : ` + 2·${padding}`
  const start = `⌊(${size}${added} − ${reach}) / ${stride}⌋ + 1`
  if (count === 0) return `${size}${added} − ${reach} = ${written(side.room)} < 0`
  const share = side.room / stride
  return Number.isInteger(share) ? `${start} = ${count}` : `${start} = ⌊${written(share)}⌋ + 1 = ${count}`
}

function paddingRemarks({ rows, columns }, words) {
  if (rows.padding !== "same" || rows.count === 0) return []
  const values = { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after }
  const uneven = rows.before !== rows.after || columns.before !== columns.after
  return [filled(uneven ? words.same_uneven : words.same_even, values)]
}

function missedRemarks({ rows, columns, fits }, words) {
  if (!fits) return []
  const one = (places) => places.map((place) => place + 1).join(", ")
  const [noRows, noColumns] = [missed(rows), missed(columns)]
  const values = { rows: one(noRows), columns: one(noColumns) }
  if (noRows.length && noColumns.length) return [filled(words.missed_both, values)]
  if (noRows.length) return [filled(words.missed_rows, values)]
  return noColumns.length ? [filled(words.missed_columns, values)] : []
}

// The weight tensor's shape, read out of the picture.
function writeWeights({ shape, words }, node) {
  const sides = [
    [shape.rows.kernel, words.kernel_height],
    [shape.columns.kernel, words.kernel_width],
    [shape.channels, words.channels_in],
    [shape.maps, words.filters_out],
  ]
  const line = element(node, "weights")
  element(line, "label", "span", words.weights)
  const list = element(line, "shape")
  element(list, "bracket", "span", "[")
  sides.forEach(([count, name], index) => {
    const part = element(list, "axis", "span")
    element(part, "number", "span", index < sides.length - 1 ? `${count},` : String(count))
    element(part, "name", "span", name)
  })
  element(list, "bracket", "span", "]")
  const weights = sides.reduce((product, [count]) => product * count, 1)
  const values = { weights, biases: shape.maps, total: weights + shape.maps }
  element(line, "remark", "span", filled(words.parameters, values))
}
