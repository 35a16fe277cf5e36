"""Take a picture of every page: both languages, light and dark, on a desk and on a telephone.

    python docs/screenshots.py --out screenshots
    python docs/screenshots.py --out screenshots --page start --lang ko --theme dark --width 390

The app is started for it on a free port and ended afterwards. It fails when a page shows an
exception or does not come to rest.
"""

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from shutil import which
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "ko")
THEMES = ("light", "dark")
HEIGHTS = {1440: 900, 390: 844}

BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A page is at rest when its script has run, nothing is a placeholder and no picture is missing.
AT_REST = """() => {
    const app = document.querySelector('[data-testid="stApp"]')
    const busy = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]'
    return app?.dataset.testScriptState === "notRunning"
        && document.querySelector('[data-testid="stMain"] h1, [data-testid="stException"]') !== null
        && document.querySelector(busy) === null
        && document.fonts.status === "loaded"
        && [...document.images].every((image) => image.complete)
}"""
# The page scrolls in an element of its own: give it the height of what it holds.
CONTENT_HEIGHT = """() => Math.max(
    ...['stMainBlockContainer', 'stSidebarUserContent'].map(
        (id) => document.querySelector(`[data-testid="${id}"]`)?.scrollHeight ?? 0))"""
QUIET_SECONDS = 0.6
TIMEOUT = 60_000


def main() -> int:
    """Run from the command line; the exit status is 1 when a page shows an exception."""
    options = parsed()
    options.out.mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=BROWSER_OPTIONS
        )
        pages = [name for name in discover(browser, address) if name in (options.page or [name])]
        if not pages:
            raise SystemExit(f"There is no page called {' or '.join(options.page)}.")
        failures = [
            failure
            for theme, width, language in product(options.theme, options.width, options.lang)
            for failure in photograph(browser, address, pages, theme, width, language, options.out)
        ]
        browser.close()
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


def parsed() -> argparse.Namespace:
    """Return the command line's options; every filter can be given several times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--page", action="append", help="the page's address, or start")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--width", action="append", type=int, choices=HEIGHTS)
    options = parser.parse_args()
    options.lang = options.lang or LANGUAGES
    options.theme = options.theme or THEMES
    options.width = options.width or tuple(HEIGHTS)
    return options


@contextmanager
def serving() -> Iterator[str]:
    """Start the app on a free port, give its address, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    flags = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    server = subprocess.Popen([*command, *flags], cwd=ROOT)  # noqa: S603
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_until_healthy(url: str, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)  # noqa: S310
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The app did not start.")


def discover(browser: Browser, address: str) -> dict[str, str]:
    """Return every page of the navigation: its name in an address, and the address."""
    page = browser.new_page()
    page.goto(address)
    links = page.get_by_test_id("stSidebarNavLink")
    links.first.wait_for(state="attached", timeout=TIMEOUT)
    addresses = links.evaluate_all("links => links.map((link) => link.href)")
    page.close()
    return {url.split("?")[0].removeprefix(address).strip("/") or "start": url for url in addresses}


def photograph(
    browser: Browser,
    address: str,
    pages: list[str],
    theme: str,
    width: int,
    language: str,
    out: Path,
) -> Iterator[str]:
    """Save the pages as one reader sees them; yield what is wrong, a line each."""
    context = browser.new_context(
        color_scheme=theme,
        viewport={"width": width, "height": HEIGHTS[width]},
        locale=language,
        reduced_motion="reduce",
    )
    for name in pages:
        page = context.new_page()
        page.goto(f"{address}/{'' if name == 'start' else name}?lang={language}")
        file = out / f"{name}-{language}-{theme}-{width}.png"
        try:
            settle(page)
            enlarge(page, width)
        except TimeoutError as error:
            yield f"{file.name}: {error}"
        page.screenshot(path=file)
        print(file)
        if page.get_by_test_id("stException").count():
            yield f"{file.name}: the page shows an exception"
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{file.name}: the page is wider than the screen"
        page.close()
    context.close()


def settle(page: Page) -> None:
    """Wait until the page has been at rest for a moment: a rerun may follow the first one."""
    deadline = time.monotonic() + TIMEOUT / 1000
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_SECONDS:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the page did not come to rest in {TIMEOUT / 1000:.0f} s")
        page.wait_for_timeout(50)
        if not page.evaluate(AT_REST):
            quiet_since = time.monotonic()


def enlarge(page: Page, width: int) -> None:
    """Make the window as high as the page, so that one picture shows all of it."""
    height = max(HEIGHTS[width], page.evaluate(CONTENT_HEIGHT))
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


if __name__ == "__main__":
    sys.exit(main())
