// The sizes before and after a layer in large, and what the layer costs as cards.

function element(parent, className, text = "") {
  const node = document.createElement("div")
  node.className = className
  node.textContent = text
  parent.append(node)
  return node
}

function describe(parent, { label, value, sum, note }) {
  element(parent, "label", label)
  element(parent, "value", value)
  if (sum) element(parent, "sum", `= ${sum}`)
  if (note) element(parent, "note", note)
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sizes")
  root.replaceChildren()
  if (data.headline.length) {
    const line = element(root, data.possible ? "headline" : "headline impossible")
    line.setAttribute("role", "status")
    const [before, after] = data.headline
    describe(element(line, "before"), before)
    element(line, "arrow", "→")
    describe(element(line, "after"), after)
  }
  if (data.cards.length) {
    const cards = element(root, "cards")
    data.cards.forEach((card) => describe(element(cards, "card"), card))
  }
}
