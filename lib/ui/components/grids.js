// Tables of numbers. Python has written the numbers and says how strongly each is shaded.

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

function grey(cell, shade) {
  const value = Math.round(255 * shade)
  cell.style.background = `rgb(${value} ${value} ${value})`
  cell.style.color = value > 115 ? "#10191c" : "#e7edec"
}

function signed(cell, shade) {
  const colour = shade < 0 ? "var(--st-orange-color)" : "var(--st-primary-color)"
  const share = Math.round(45 * Math.min(Math.abs(shade), 1))
  cell.style.background = `color-mix(in srgb, ${colour} ${share}%, var(--st-background-color))`
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".grids")
  root.replaceChildren()
  for (const panel of data.panels) {
    const box = element(root, "panel")
    element(box, "title", "p").textContent = panel.title
    const table = element(box, "cells")
    table.setAttribute("role", "table")
    table.setAttribute("aria-label", panel.title)
    const columns = panel.cells[0].length
    table.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`
    const longest = Math.max(
      ...panel.cells.flat().flatMap((text) => text.split("\n").map((line) => line.length)), 3,
    )
    const paint = panel.tone === "grey" ? grey : signed
    panel.cells.forEach((texts, y) => {
      const row = element(table, "row")
      row.style.display = "contents"
      row.setAttribute("role", "row")
      texts.forEach((text, x) => {
        const cell = element(row, "cell")
        cell.setAttribute("role", "cell")
        cell.textContent = text
        // A digit of the code font is about 0.6 em wide; nine tenths of the cell are for the text.
        cell.style.fontSize = `min(0.95rem, ${((0.9 * 100) / (0.62 * longest * columns)).toFixed(2)}cqi)`
        paint(cell, panel.shades[y][x])
        if (panel.marked.some(([row_, column]) => row_ === y && column === x)) {
          cell.classList.add("marked")
        }
      })
    })
    element(box, "note", "p").textContent = panel.note
    element(root, "join", "span").textContent = panel.join
  }
}
