// Load a page again that Streamlit has lost.
//
// A widget's answer that is under way while its reader goes to another page arrives there too late.
// Streamlit takes it for a return, empties the new page, and breaks ("Bad delta path") on whatever
// is sent to it next. The reader is left with an empty window. Loading the page again mends it, and
// loses nothing: trainings are on disk, settings are in the link.

const LOOK = 1_000 // milliseconds between two looks
const PATIENCE = 3 // looks in a row that find no page
const PAUSE = 30_000 // milliseconds between two reloads, so that none goes round in circles
const LAST = "cnnlab.recovered"

function isLost() {
  const app = document.querySelector('[data-testid="stApp"]')
  if (app && app.dataset.testScriptState !== "notRunning") return false
  return !document.querySelector('[data-testid="stMain"] :is(h1, [data-testid="stException"])')
}

function reload() {
  const now = Date.now()
  if (now - Number(sessionStorage.getItem(LAST)) < PAUSE) return
  sessionStorage.setItem(LAST, now)
  location.reload()
}

export default function () {
  if (window.cnnLabRecovery) return
  let looks = 0
  window.cnnLabRecovery = setInterval(() => {
    looks = isLost() ? looks + 1 : 0
    if (looks === PATIENCE) reload()
  }, LOOK)
}
