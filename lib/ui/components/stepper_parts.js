// Small parts of the page: elements, icons, lists to choose from, tables of numbers.

function element(parent, className, tag = "div", text = undefined) {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text !== undefined) node.textContent = text
  parent.append(node)
  return node
}

const filled = (template, values) =>
  template.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? values[name] : gap))

const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  back: "M6 5h3v14H6zM20 5v14l-9-7z",
  forward: "M15 5h3v14h-3zM4 5v14l9-7z",
  pin: "M9 3h6l-1 6 4 4v2h-5v6l-1 1-1-1v-6H6v-2l4-4z",
  restart: "M12 5V1L6 6l6 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
}

function icon(parent, name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  drawing.setAttribute("viewBox", "0 0 24 24")
  drawing.setAttribute("aria-hidden", "true")
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
  path.setAttribute("d", ICONS[name])
  drawing.append(path)
  parent.append(drawing)
  return path
}

function iconButton(parent, name, label, onclick) {
  const button = element(parent, `button ${name}`, "button")
  button.type = "button"
  button.setAttribute("aria-label", label)
  button.title = label
  button.path = icon(button, name)
  button.onclick = onclick
  return button
}

function chooser(parent, label, options, chosen, onchoose) {
  const list = element(parent, "chooser", "select")
  list.setAttribute("aria-label", label)
  for (const [value, text] of options) {
    const option = element(list, "", "option", text)
    option.value = value
  }
  list.value = chosen
  list.onchange = () => onchoose(list.value)
  return list
}

const numbersTo = (most, least = 1) =>
  range(most - least + 1).map((index) => [index + least, String(index + least)])

// A colour by value: teal above 0, orange below, never so strong that the number fades.
function tint(cell, value, scale) {
  const share = scale > 0 ? Math.min(Math.abs(value) / scale, 1) : 0
  const tone = value < 0 ? "--negative" : "--positive"
  const colour = share
    ? `color-mix(in srgb, var(${tone}) ${Math.round(4 + 34 * share)}%, var(--paper))`
    : ""
  if (cell.colour === colour) return
  cell.colour = cell.style.backgroundColor = colour
}

// A figure: a caption above, and room in which a wide table can be scrolled.
function figure(parent, className, title, note = "") {
  const node = element(parent, `figure ${className}`)
  const caption = element(node, "caption")
  element(caption, "title", "span", title)
  element(caption, "note", "span", note)
  return { node, caption, room: element(node, "room") }
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

// A table of cells with one of them in the tab order; arrow keys go from cell to cell.
//
// spec: name, label, rows, columns, row0 and column0 (numbers of the first cell), describe(row,
// column), and what may happen: onpoint(row, column), onleave(), onpress(row, column),
// onfocus(row, column), and for tables that can be edited canEdit(row, column), read(…), write(…).
function table(parent, spec) {
  const node = element(parent, `table ${spec.name}`)
  node.setAttribute("role", "grid")
  node.setAttribute("aria-label", spec.label)
  node.style.setProperty("--rows", spec.rows)
  node.style.setProperty("--columns", spec.columns)
  const [row0, column0] = [spec.row0 ?? 0, spec.column0 ?? 0]
  const cells = range(spec.rows).map((r) => {
    const line = element(node, "line")
    line.setAttribute("role", "row")
    return range(spec.columns).map((c) => {
      const cell = element(line, "cell")
      cell.setAttribute("role", "gridcell")
      cell.tabIndex = -1
      cell.dataset.row = r + row0
      cell.dataset.column = cell.dataset.col = c + column0
      cell.text = element(cell, "text", "span")
      return cell
    })
  })
  const self = { node, spec, cells }
  self.at = (row, column) => cells[row - row0]?.[column - column0]
  self.place = (event) => {
    const cell = event.target.closest?.(".cell")
    return cell ? [Number(cell.dataset.row), Number(cell.dataset.column)] : undefined
  }

  let home = [row0, column0]
  self.at(...home).tabIndex = 0
  self.settle = (row, column) => {
    if (!self.at(row, column)) return undefined
    self.at(...home).tabIndex = -1
    home = [row, column]
    self.at(row, column).tabIndex = 0
    return self.at(row, column)
  }
  self.focus = (row, column) => self.settle(row, column)?.focus()

  node.onpointerover = (event) => {
    const place = self.place(event)
    if (place) spec.onpoint?.(...place)
  }
  node.onpointerleave = () => spec.onleave?.()
  node.onclick = (event) => {
    const place = self.place(event)
    if (!place || event.target.tagName === "INPUT") return
    self.settle(...place)
    if (spec.canEdit?.(...place)) edit(self, ...place)
    else spec.onpress?.(...place)
  }
  // There is no `onfocusin` to assign to; the table is new each time, so nothing piles up.
  node.addEventListener("focusin", (event) => {
    const place = self.place(event)
    if (!place) return
    self.settle(...place)
    spec.onfocus?.(...place)
  })
  node.onkeydown = (event) => {
    const place = self.place(event)
    if (!place || event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey)
      return
    const step = STEPS[event.key]
    if (step) {
      event.preventDefault()
      self.focus(place[0] + step[0], place[1] + step[1])
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault()
      if (spec.canEdit?.(...place)) edit(self, ...place)
      else spec.onpress?.(...place)
    } else if (/^[\d.,+\-−]$/.test(event.key) && spec.canEdit?.(...place)) {
      event.preventDefault()
      edit(self, ...place, event.key)
    }
  }
  return self
}

// A field over one cell: Enter and the arrows go down and up, Tab goes on, Escape gives up.
function edit(grid, row, column, typed = undefined) {
  const cell = grid.at(row, column)
  const before = grid.spec.read(row, column)
  const field = element(cell, "field-editor", "input")
  field.type = "text"
  field.autocomplete = "off"
  field.enterKeyHint = "next"
  field.setAttribute("aria-label", cell.getAttribute("aria-label") ?? "")
  field.value = typed ?? String(before)
  cell.classList.add("editing")
  field.focus()
  if (typed === undefined) field.select()

  let open = true
  const close = (keep) => {
    if (!open) return
    open = false
    const text = field.value
    const value = keep ? understood(text) : before
    field.remove()
    cell.classList.remove("editing")
    grid.spec.write(row, column, value ?? before)
    if (value === undefined && text.trim() !== "") grid.spec.refuse(text, before)
  }
  const go = (rows, columns) => {
    close(true)
    const next = grid.at(row + rows, column + columns) ? [row + rows, column + columns] : [row, column]
    grid.focus(...next)
  }
  field.oninput = () => {
    const value = understood(field.value)
    if (value !== undefined) grid.spec.write(row, column, value)
  }
  field.onblur = () => close(true)
  field.onkeydown = (event) => {
    event.stopPropagation()
    const caret = field.selectionStart === field.selectionEnd ? field.selectionStart : undefined
    const atEdge =
      typed !== undefined ||
      (event.key === "ArrowLeft" ? caret === 0 : caret === field.value.length)
    if (event.key === "Escape") {
      close(false)
      grid.focus(row, column)
    } else if (event.key === "Enter" || event.key === "ArrowDown") go(1, 0)
    else if (event.key === "ArrowUp") go(-1, 0)
    else if (event.key === "ArrowLeft" && atEdge) go(0, -1)
    else if (event.key === "ArrowRight" && atEdge) go(0, 1)
    else if (event.key === "Tab" && !event.shiftKey && grid.at(row, column + 1)) go(0, 1)
    else if (event.key === "Tab" && event.shiftKey && grid.at(row, column - 1)) go(0, -1)
    else if (event.key === "Tab" && !event.shiftKey && grid.at(row + 1, 0)) go(1, -column)
    else return
    event.preventDefault()
  }
}
