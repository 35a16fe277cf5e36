"""From the end of a stroke on the canvas to the new probabilities on the screen.

Against the same canvas in an app that only counts the strokes. The chart of the probabilities is
the last thing that an answer changes, and it changes with every stroke, however sure the network
is: Plotly keeps the numbers that it has drawn.
"""

import json
from collections.abc import Iterator

from playwright.sync_api import Page

from benchmarks import train_page
from benchmarks.apps import App, bare, serving
from benchmarks.browser import chromium, read_off, rest, usable_at, visiting, wind_up
from benchmarks.report import Row, compared

STROKES = 15
LIMIT_IDLE = 1.5
LIMIT_TRAINING = 3.0

_COUNTER = """\
import streamlit as st
from streamlit_drawable_canvas import st_canvas

st.title("Strokes")
result = st_canvas(
    stroke_width=20,
    stroke_color="#000000",
    background_color="#ffffff",
    initial_drawing=None,
    height=280,
    width=280,
    return_image_data=True,
    key="canvas",
)
st.markdown(f"{len((result.json_data or {}).get('objects', []))} strokes")
"""

_COUNT = "document.querySelector('[data-testid=\"stMarkdown\"]')?.innerText"
_PROBABILITIES = (
    "JSON.stringify(document.querySelector('.js-plotly-plot')"
    "?.calcdata?.[0]?.map((bar) => [bar.p, bar.s]))"
)


def run() -> Iterator[Row]:
    """Alternate while nothing else runs, then draw during a training."""
    with (
        bare({"app.py": _COUNTER}) as folder,
        serving(folder) as counter,
        serving() as lab,
        chromium() as browser,
        visiting(browser, counter.address) as bare_page,
        visiting(browser, f"{lab.address}/predict?lang=en") as page,
    ):
        usable_at(bare_page)
        first_answer(page)
        pairs = [
            (stroke(bare_page, number, _COUNT), stroke(page, number, _PROBABILITIES))
            for number in range(1, STROKES + 1)
        ]
        baseline, ours = zip(*pairs, strict=True)
        yield compared("stroke to answer, idle", baseline, ours, LIMIT_IDLE)
        with train_page.opened(browser, lab) as trainer:
            train_page.start(trainer, "R1")
            train_page.wait_for_steps(trainer)
        # Whoever trains and then draws has left the Train page; the training goes on.
        busy = [
            stroke(page, number, _PROBABILITIES) for number in range(STROKES + 1, 2 * STROKES + 1)
        ]
        if state_of_the_run(lab) != "running":
            raise RuntimeError("The training ended before the last stroke.")
        yield compared("stroke to answer, in a training", baseline, busy, LIMIT_TRAINING)


def state_of_the_run(lab: App) -> str:
    """Return where the only run in the app's store stands."""
    (status,) = lab.store.glob("*/status.json")
    return str(json.loads(status.read_bytes())["state"])


def first_answer(page: Page) -> None:
    """Draw one stroke and wait, for as long as the engine warms up, until it has an answer."""
    usable_at(page)
    draw(page, 0)
    page.locator(".js-plotly-plot").wait_for()
    rest(page, 1500)  # the page has to see that the engine is ready, and stop asking


def stroke(page: Page, number: int, shown: str) -> float:
    """Return the seconds from the end of a stroke to another text."""
    page.bring_to_front()
    wind_up(page, shown)
    draw(page, number)
    seconds = read_off(page)[1]
    rest(page)
    return seconds


def draw(page: Page, number: int) -> None:
    """Draw a short line; each number has a place of its own on the sheet."""
    box = page.locator("canvas.upper-canvas").bounding_box()
    column, row = number * 7 % 31 / 31, number * 3 % 10 / 10
    x, y = box["x"] + 30 + 200 * column, box["y"] + 30 + 200 * row
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 18, steps=4)
    page.mouse.up()
