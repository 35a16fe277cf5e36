"""From a click on Start or Stop to what it does, and to what the page says of it.

When `fit` ended is read in the store: a run says when it began (its first status) and for how many
seconds `fit` went on (its result). Between that status and the beginning of those seconds the
training part is cut, which takes a few milliseconds.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import train_page
from benchmarks.apps import serving
from benchmarks.browser import chromium, read_off, rest, wind_up
from benchmarks.report import Row, bounded

TIMES = 5
RECIPES = ("R1", "R11")
SHOWN_LIMIT = 2.0
FIT_LIMIT = 0.5


def run() -> Iterator[Row]:
    """Start and stop trainings of two recipes."""
    with (
        # No worker is replaced meanwhile: a training would have to wait for the next one.
        serving(CNN_LAB_TRAININGS_PER_WORKER="1000") as lab,
        chromium() as browser,
        train_page.opened(browser, lab) as page,
    ):
        for recipe in RECIPES:
            train_page.choose(page, recipe)
            once(page, lab.store)  # the first training loads more than the others
            series = zip(*(once(page, lab.store) for _ in range(TIMES)), strict=True)
            started, fit, said, stopped = series
            yield bounded(f"{recipe}: start to its being shown", started, SHOWN_LIMIT)
            yield bounded(f"{recipe}: stop to the end of fit", fit, FIT_LIMIT)
            yield bounded(f"{recipe}: stop to its being acknowledged", said, SHOWN_LIMIT)
            yield bounded(f"{recipe}: stop to its being over, as shown", stopped, SHOWN_LIMIT)


def once(page: Page, store: Path) -> tuple[float, float, float, float]:
    """Start a training, stop it in the middle of its first epoch, and return what took how long.

    Returns
    -------
    tuple of float
        Seconds from the click on Start to the page's saying so; from the click on Stop to the end
        of `fit`, to the page's saying that it is being stopped, and to its saying that it is.
    """
    before = set(store.iterdir())
    wind_up(page, train_page.SHOWN, train_page.BEGUN)
    train_page.start_button(page).click()
    started = read_off(page)[1]
    folders = {path for path in set(store.iterdir()) - before if path.name != "owners"}
    if len(folders) != 1:
        raise RuntimeError(f"One click on Start made {len(folders)} runs.")
    folder = folders.pop()
    began = time_of_beginning(folder)
    train_page.wait_for_steps(page)
    page.wait_for_timeout(1000)
    wind_up(page, train_page.SHOWN, train_page.STOPPING)
    train_page.stop_button(page).click()
    clicked, said = read_off(page)
    stopped = train_page.wait_until_stopped(page) - clicked
    train_page.stop_button(page).wait_for(state="detached")  # the network has been tested, too
    fit = began + json.loads((folder / "result.json").read_bytes())["seconds"] - clicked
    rest(page)
    return started, fit, said, stopped


def time_of_beginning(folder: Path) -> float:
    """Wait until a worker has taken a run up; return when it did, in seconds since the epoch."""
    while True:
        status = json.loads((folder / "status.json").read_bytes())
        if status["state"] == "running" and status["epoch"] == 0:
            return float(status["changed"])
        time.sleep(0.005)
