"""The app's own memory after many trainings, against after the first one.

The app is served as always and trains what a student starts on its Train page. Its memory is read
when all its processes have come to rest: the worker that replaces a worn one is warm by then.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import train_page
from benchmarks.apps import App, serving, unshared_megabytes, wait_until_calm
from benchmarks.browser import chromium, rest
from benchmarks.report import Row

TRAININGS = 20
LIMIT = 1.15


def run() -> Iterator[Row]:
    """Train again and again."""
    with serving() as lab, chromium() as browser, train_page.opened(browser, lab) as page:
        train_page.make_quick(page)
        series = [after_a_training(page, lab) for _ in range(TRAININGS)]
    detail = "after each training " + ", ".join(f"{megabytes:.0f}" for megabytes in series)
    name = f"memory after {TRAININGS} trainings"
    yield Row(name, series[0], series[-1], LIMIT, "MB", detail)
    yield Row("memory at its highest, seen at rest", series[0], max(series), LIMIT, "MB")


def after_a_training(page: Page, lab: App) -> float:
    """Train once; return the megabytes when everything has come to rest."""
    done = trainings_done(lab.store)
    train_page.start_button(page).click()
    while trainings_done(lab.store) == done:
        time.sleep(0.1)
    rest(page)
    wait_until_calm(lab.process)
    return unshared_megabytes(lab.process)


def trainings_done(store: Path) -> int:
    """Return how many runs are done."""
    states = [json.loads(path.read_bytes())["state"] for path in store.glob("*/status.json")]
    if {"failed", "stopped", "cancelled"} & set(states):
        raise RuntimeError(f"A training ended otherwise: {states}")
    return states.count("done")
