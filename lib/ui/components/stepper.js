// The stepper: one window, slid over a picture, with every number of every step.

const REPORT_AFTER = 250 // milliseconds without another change

class Stepper {
  constructor(root, data) {
    this.root = root
    this.words = data.words
    this.limits = data.limits
    this.token = data.token
    this.start = data.setting
    // What the reader did outlives a rerun and a change of language; another example replaces it.
    if (root.state?.token !== data.token)
      root.state = { ...root.state, token: data.token, setting: structuredClone(data.setting),
        step: 0, pinned: false, revealed: new Set([0]), reported: undefined }
    this.state = root.state
    this.state.speed ??= 1
    this.state.predict ??= false
    this.parts = {}
    root.replaceChildren()
    for (const name of ["stage", "hint", "timeline", "reading", "notice", "controls", "sizes"])
      this.parts[name] = element(root, name)
    this.parts.notice.setAttribute("role", "status")
    const hint = isPooling(this.setting) ? data.words.hint_pooling : data.words.hint
    element(this.parts.hint, "", "p", hint)
    root.setAttribute("role", "group")
    root.setAttribute("aria-label", data.words.label)
    root.onkeydown = (event) => this.key(event)
    buildTimeline(this)
    this.rebuild()
  }

  get setting() {
    return this.state.setting
  }

  // Everything anew: after a change of shape.
  rebuild() {
    this.shape = geometry(this.setting)
    this.hovered = undefined
    this.window = undefined
    this.state.step = clamp(this.state.step, 0, Math.max(this.shape.cells * this.shape.maps - 1, 0))
    buildStage(this)
    buildControls(this)
    fillStage(this)
    writeSizes(this)
    this.show()
    arrange(this)
  }

  show() {
    showPlace(this)
    showTimeline(this)
    writeReading(this)
    // A screen reader would talk without end while it plays.
    this.parts.reading.setAttribute("aria-live", this.playing ? "off" : "polite")
  }

  shown() {
    return this.hovered ?? placeOf(this.shape.cells ? this.shape : { ...this.shape, cells: 1, columns: { count: 1 } }, this.state.step)
  }

  isHidden(index) {
    return this.state.predict && !this.state.revealed.has(index)
  }

  // --- what the reader points at ---

  hover(place) {
    if (this.state.pinned) return
    this.hovered = place
    this.show()
  }

  pointAtTerm(term) {
    markTerm(this, term)
  }

  pointAtInput(row, column) {
    const found = this.window?.[0].terms.find((term) => term.row === row && term.column === column)
    markTerm(this, found)
    markUses(this, row, column)
  }

  press(place) {
    const index = indexOf(this.shape, place)
    const same = this.state.pinned && this.state.step === index
    this.stop()
    this.goTo(index)
    this.state.pinned = !same
    this.state.revealed.add(index)
    if (this.state.predict) fillOutputs(this)
    this.show()
  }

  focusOn(place) {
    const index = indexOf(this.shape, place)
    if (index !== this.state.step && !this.playing) this.goTo(index)
  }

  togglePin() {
    this.stop()
    this.state.pinned = !this.state.pinned
    this.show()
  }

  // --- time ---

  goTo(index) {
    if (!this.shape.cells) return
    this.hovered = undefined
    this.state.pinned = false
    this.state.step = clamp(index, 0, this.shape.cells * this.shape.maps - 1)
    this.show()
  }

  // When the reader predicts, a step has two halves: the question, then the answer.
  stepForward() {
    const { state } = this
    if (this.isHidden(state.step)) {
      state.revealed.add(state.step)
      fillOutputs(this)
      this.goTo(state.step)
    } else if (state.step + 1 < this.shape.cells * this.shape.maps) this.goTo(state.step + 1)
    else return false
    return true
  }

  stepBack() {
    this.goTo(this.state.step - 1)
  }

  togglePlay() {
    if (this.playing) {
      this.stop()
      this.show()
      return
    }
    if (!this.shape.cells) return
    if (this.state.step === this.shape.cells * this.shape.maps - 1 && !this.isHidden(this.state.step))
      this.goTo(0)
    this.state.pinned = false
    this.tick()
    this.show()
  }

  tick() {
    const wait = 1000 / this.state.speed / (this.state.predict ? 2 : 1)
    this.playing = setTimeout(() => {
      if (!this.root.isConnected) return
      const hovered = this.hovered
      if (this.stepForward()) this.tick()
      else this.playing = undefined
      if (hovered) this.hovered = hovered
      this.show()
    }, wait)
  }

  stop() {
    clearTimeout(this.playing)
    this.playing = undefined
  }

  setSpeed(speed) {
    this.state.speed = speed
    if (!this.playing) return
    this.stop()
    this.tick()
  }

  setPredict(on) {
    this.state.predict = on
    this.state.revealed = new Set()
    fillOutputs(this)
    this.show()
  }

  key(event) {
    const field = event.target.closest?.("input, select, button")
    if (event.key === " " && !field) {
      event.preventDefault()
      this.togglePlay()
    } else if (event.key === "Escape" && this.state.pinned) this.togglePin()
  }

  // --- changes ---

  // A number has changed: the shape is as it was.
  edited() {
    this.note("")
    fillStage(this)
    this.show()
    arrange(this)
    this.report()
  }

  change(parts, notice = "") {
    const focused = this.root.getRootNode().activeElement?.getAttribute?.("aria-label")
    const noticed = this.noticed
    Object.assign(this.setting, parts)
    this.state.revealed = new Set([this.state.step])
    this.rebuild()
    if (!noticed) this.note(notice)
    this.noticed = false
    this.report()
    if (focused) this.root.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus()
  }

  // Put a whole setting in, as an example does.
  apply(setting) {
    this.stop()
    this.state.setting = structuredClone(setting)
    Object.assign(this.state, { step: 0, pinned: false, revealed: new Set([0]) })
    this.rebuild()
    this.report()
  }

  restart() {
    this.apply(this.start)
    this.note("")
  }

  note(text) {
    this.parts.notice.textContent = text
    this.noticed = text !== ""
  }

  refuse(text, before) {
    this.parts.notice.textContent = filled(this.words.refused, { text, before: precise(before) })
  }

  // Python hears of the setting alone, once the reader has paused, and only of what can be computed.
  report() {
    clearTimeout(this.reporting)
    this.reporting = setTimeout(() => {
      if (!this.shape.fits || !this.root.isConnected) return
      const setting = structuredClone(this.setting)
      const text = JSON.stringify(setting)
      if (text === (this.state.reported ?? JSON.stringify(this.start))) return
      this.state.reported = text
      this.send({ token: this.token, setting })
    }, REPORT_AFTER)
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".stepper")
  // A rerun that changes nothing must not take the focus out of a cell that is being edited.
  const signature = JSON.stringify(data)
  if (root.signature !== signature) {
    root.lab?.stop()
    root.lab = new Stepper(root, data)
    root.signature = signature
  }
  root.lab.send = (value) => setStateValue("setting", value)
  const resized = new ResizeObserver(() => arrange(root.lab))
  resized.observe(root)
  return () => resized.disconnect()
}
