"""The Train page, as a student uses it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from benchmarks.apps import App
from benchmarks.browser import TIMEOUT, rest, usable_at, visiting

#: All that the page says, and what it says of a run.
SHOWN = "document.querySelector('[data-testid=\"stMain\"]')?.innerText"
BEGUN = "Kept\\. It begins|You are next|In the queue|Started:|Epoch \\d+ of \\d+"
STOPPED = "The training has stopped|Stopped; what it had learned is kept"
STOPPING = f"Stopping after this batch|{STOPPED}"


@contextmanager
def opened(browser: Browser, lab: App) -> Iterator[Page]:
    """Visit the page and wait until it can be used and the engine is ready."""
    with visiting(browser, f"{lab.address}/train?lang=en") as page:
        usable_at(page)
        expect(page.get_by_text("Keras is warming up")).to_have_count(0, timeout=TIMEOUT)
        rest(page)
        yield page


def choose(page: Page, recipe: str) -> None:
    """Choose a recipe by its id."""
    page.get_by_role("radiogroup", name="Recipe").get_by_text(recipe, exact=True).click()
    rest(page)


def start(page: Page, recipe: str) -> None:
    """Choose a recipe and start its training."""
    choose(page, recipe)
    start_button(page).click()


def start_button(page: Page):
    """Return the button that starts a training."""
    return page.get_by_role("button", name="Start training")


def stop_button(page: Page):
    """Return the button that stops the training that is shown."""
    main = page.get_by_test_id("stMain")  # Streamlit's own frame has a button of that name, too
    return main.get_by_role("button", name="Stop", exact=True)


def wait_for_steps(page: Page) -> None:
    """Wait until a training is in the middle of an epoch."""
    page.get_by_text(re.compile(r"Epoch \d+ of \d+, step")).first.wait_for()


def wait_until_stopped(page: Page) -> float:
    """Wait until the page says that a training has stopped; return when, since the epoch."""
    handle = page.wait_for_function(
        f"() => new RegExp('{STOPPED}').test({SHOWN}) && Date.now()", polling="raf"
    )
    return float(handle.json_value()) / 1000


def make_quick(page: Page) -> None:
    """Choose R1, one epoch, 5 000 pictures."""
    choose(page, "R1")
    page.get_by_label("Epochs", exact=True).fill("1")
    page.get_by_label("Epochs", exact=True).press("Enter")
    rest(page)
    page.get_by_role("combobox", name="Training pictures").click()
    page.get_by_role("option", name="5,000").click()
    rest(page)
