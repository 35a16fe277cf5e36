// A colour picture as three sheets of light, which a slider pulls apart.

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

// What is left of the picture when only one colour shines through.
function tint(canvas, image, colour) {
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  const context = canvas.getContext("2d")
  context.drawImage(image, 0, 0)
  context.globalCompositeOperation = "multiply"
  context.fillStyle = colour
  context.fillRect(0, 0, canvas.width, canvas.height)
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".channels")
  const state = (root.state ??= { apart: 65 })
  root.replaceChildren()
  const stage = element(root, "stage")
  stage.style.setProperty("--ratio", data.width / data.height)
  stage.setAttribute("role", "img")
  stage.setAttribute("aria-label", data.words.label)
  const sheets = ["#ff0000", "#00ff00", "#0000ff"].map((colour, index) => {
    const sheet = element(stage, `sheet sheet-${index}`)
    const canvas = element(sheet, data.width <= 100 ? "small" : "", "canvas")
    element(sheet, "name", "span").textContent = data.words.names[index]
    return { canvas, colour }
  })
  const image = new Image()
  image.onload = () => sheets.forEach(({ canvas, colour }) => tint(canvas, image, colour))
  image.src = data.picture

  const row = element(root, "row", "label")
  element(row, "", "span").textContent = data.words.apart
  const slider = element(row, "", "input")
  Object.assign(slider, { type: "range", min: 0, max: 100, step: 1, value: state.apart })
  const pull = () => {
    state.apart = Number(slider.value)
    stage.style.setProperty("--apart", state.apart / 100)
  }
  slider.oninput = pull
  pull()
}
