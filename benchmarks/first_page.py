"""From the server's start, and from the click on a link, to a page that can be used.

Against an app with as many pages that shows nothing but their titles.
"""

from collections.abc import Iterator

from benchmarks.apps import ROOT, bare, serving
from benchmarks.browser import chromium, navigated_at, usable_at, visiting
from benchmarks.report import Row, compared

STARTS = 5
LOADS = 9
LIMIT = 1.5

_FRAME = """\
import streamlit as st

pages = [st.Page(f"page{number}.py", title=f"Page {number}") for number in range(COUNT)]
st.navigation(pages).run()
"""


def run() -> Iterator[Row]:
    """Alternate between the two apps."""
    with bare(empty_app(len(list(ROOT.glob("pages/*.py"))))) as empty, chromium() as browser:
        apps = (empty, ROOT)
        for folder in apps:  # whatever the machine reads from its disk only once
            start(browser, folder)
        starts = [[start(browser, folder) for folder in apps] for _ in range(STARTS)]
        yield compared("first page, new server", *zip(*starts, strict=True), LIMIT)
        with serving(empty) as baseline, serving() as ours:
            addresses = (baseline.address, f"{ours.address}/?lang=en")
            for address in addresses:
                load(browser, address)
            loads = [[load(browser, address) for address in addresses] for _ in range(LOADS)]
        yield compared("first page, running server", *zip(*loads, strict=True), LIMIT)


def empty_app(pages: int) -> dict[str, str]:
    """Return the files of an app whose pages have a title each."""
    titles = {f"page{n}.py": f'import streamlit as st\n\nst.title("{n}")\n' for n in range(pages)}
    return {"app.py": _FRAME.replace("COUNT", str(pages)), **titles}


def start(browser, folder) -> float:
    """Return the seconds from a new server's start to its first page."""
    with serving(folder) as app, visiting(browser, app.address) as page:
        return usable_at(page) - app.began


def load(browser, address: str) -> float:
    """Return the seconds that a new visitor waits."""
    with visiting(browser, address) as page:
        return usable_at(page) - navigated_at(page)
