"""Chromium, and stopwatches that run inside the page.

Times are taken in the page itself, frame by frame: asking from outside would add the way there and
back, and the pauses between two questions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

TIMEOUT = 120_000

_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: A page is usable when its title is there, its script has run and nothing is a placeholder.
_WATCH_FOR_USABLE = """(() => {
    const quiet = 300  // milliseconds; a second run may follow the first
    const usable = () => {
        const app = document.querySelector('[data-testid="stApp"]')
        const title = document.querySelector('[data-testid="stMain"] h1')
        const busy = '[data-testid="stSkeleton"], [data-testid="stSpinner"],'
            + '[data-testid="stStatusWidget"], [data-stale="true"]'
        return app?.dataset.testScriptState === "notRunning"
            && title !== null && title.getBoundingClientRect().height > 0
            && document.querySelector(busy) === null
    }
    let since = null
    const look = () => {
        const now = Date.now()
        since = usable() ? since ?? now : null
        if (since !== null && now - since > quiet) window.usableAt = since
        else requestAnimationFrame(look)
    }
    window.navigatedAt = performance.timeOrigin
    requestAnimationFrame(look)
})()"""

#: Starts when the mouse button goes up and ends with the first frame for which `shown` differs
#: from what it was, or, given a pattern, comes to match it.
_STOPWATCH = """([shown, pattern]) => {
    const look = new Function("return " + shown)
    const goal = pattern === null ? null : new RegExp(pattern)
    const before = look()
    if (goal?.test(before)) throw new Error(`${pattern} is there already`)
    window.stopwatch = {began: null, ended: null}
    addEventListener("pointerup", () => {
        window.stopwatch.began = Date.now()
        const watch = () => {
            const now = look()
            const reached = goal === null ? now && now !== before : goal.test(now ?? "")
            if (reached) window.stopwatch.ended = Date.now()
            else requestAnimationFrame(watch)
        }
        watch()
    }, {capture: true, once: true})
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Page]:
    """Open an address as a visitor who has never been there."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    context.set_default_timeout(TIMEOUT)
    context.add_init_script(_WATCH_FOR_USABLE)
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        yield page
    finally:
        context.close()


def usable_at(page: Page) -> float:
    """Wait until the page is usable; return when it was, in seconds since the epoch."""
    page.wait_for_function("window.usableAt !== undefined")
    return float(page.evaluate("window.usableAt")) / 1000


def navigated_at(page: Page) -> float:
    """Return when the browser set out for the page, in seconds since the epoch."""
    return float(page.evaluate("window.navigatedAt")) / 1000


def wind_up(page: Page, shown: str, pattern: str | None = None) -> None:
    """Have the page time the next release of the mouse button.

    Parameters
    ----------
    page : Page
    shown : str
        JavaScript for the text whose change ends the time.
    pattern : str, optional
        A regular expression which the text has to match, instead of only being another.
    """
    page.evaluate(_STOPWATCH, [shown, pattern])


def read_off(page: Page) -> tuple[float, float]:
    """Wait for the change; return when the button was released, and how many seconds passed."""
    page.wait_for_function("window.stopwatch.ended !== null")
    watch = page.evaluate("window.stopwatch")
    return watch["began"] / 1000, (watch["ended"] - watch["began"]) / 1000


def rest(page: Page, milliseconds: float = 400) -> None:
    """Wait until the page's script has run, and a moment longer."""
    page.wait_for_timeout(milliseconds)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(milliseconds)
