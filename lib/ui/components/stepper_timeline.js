// Going through the output cells in time: play, step, scrub, predict.

const SPEEDS = [0.5, 1, 2, 4, 8] // cells a second

function buildTimeline(lab) {
  const { words } = lab
  const node = lab.parts.timeline
  node.replaceChildren()
  const buttons = element(node, "buttons")
  const back = iconButton(buttons, "back", words.back, () => lab.stepBack())
  const play = iconButton(buttons, "play", words.play, () => lab.togglePlay())
  const forward = iconButton(buttons, "forward", words.forward, () => lab.stepForward())

  const scrub = element(node, "scrub", "input")
  scrub.type = "range"
  scrub.min = 0
  scrub.setAttribute("aria-label", words.scrub)
  scrub.oninput = () => lab.goTo(Number(scrub.value))
  const count = element(node, "count", "span")

  const rest = element(node, "rest")
  const pin = iconButton(rest, "pin", words.pin, () => lab.togglePin())
  const speed = chooser(
    rest, words.speed, SPEEDS.map((each) => [each, `${each}×`]), lab.state.speed,
    (value) => lab.setSpeed(Number(value)),
  )
  const label = element(rest, "predict", "label")
  const predict = element(label, "", "input")
  predict.type = "checkbox"
  predict.checked = lab.state.predict
  predict.onchange = () => lab.setPredict(predict.checked)
  element(label, "", "span", words.predict)
  label.title = words.predict_help
  lab.timeline = { back, play, forward, scrub, count, pin, speed, predict }
}

function showTimeline(lab) {
  const { back, play, forward, scrub, count, pin } = lab.timeline
  const { state, words, playing } = lab
  const all = lab.shape.cells * lab.shape.maps
  for (const control of [back, play, forward, scrub, pin]) control.disabled = all === 0
  scrub.max = Math.max(all - 1, 0)
  scrub.value = state.step
  scrub.style.setProperty("--done", `${all > 1 ? (100 * state.step) / (all - 1) : 100}%`)
  count.textContent = all ? `${state.step + 1} / ${all}` : ""
  scrub.setAttribute("aria-valuetext", count.textContent)
  play.path.setAttribute("d", playing ? ICONS.pause : ICONS.play)
  play.setAttribute("aria-label", playing ? words.pause : words.play)
  play.title = playing ? words.pause : words.play
  pin.setAttribute("aria-pressed", String(state.pinned))
}
