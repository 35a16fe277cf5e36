// Two pictures in one frame; a slider says how much of the first is seen.

function element(parent, className, tag = "div") {
  const node = document.createElement(tag)
  node.className = className
  parent.append(node)
  return node
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".compare")
  const state = (root.state ??= { share: 50 })
  root.replaceChildren()
  const frame = element(root, "frame")
  frame.style.setProperty("--ratio", data.ratio)
  for (const part of ["after", "before"]) {
    const image = element(frame, `${part}${data[part].small ? " small" : ""}`, "img")
    image.src = data[part].picture
    image.alt = data.words[part]
    image.draggable = false
  }
  element(frame, "line")
  const words = ["before", "after"].map((part) => {
    const word = element(frame, `word ${part}-word`, "span")
    word.textContent = data.words[part]
    return word
  })
  // A range is moved by pointer, finger and keys alike; it lies unseen over the whole frame.
  const slider = element(frame, "", "input")
  Object.assign(slider, { type: "range", min: 0, max: 100, step: 1, value: state.share })
  slider.setAttribute("aria-label", data.words.label)
  const slide = () => {
    state.share = Number(slider.value)
    frame.style.setProperty("--share", state.share)
    words[0].hidden = state.share < 12
    words[1].hidden = state.share > 88
  }
  slider.oninput = slide
  slide()
}
