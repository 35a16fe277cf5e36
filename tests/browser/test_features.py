"""Place the window with the mouse, the arrow keys and a finger; read the numbers."""

import re

import numpy as np
from playwright.sync_api import expect

from lib import corners
from tests import oracles_corners as oracles

L = corners.from_shape("l").picture
FOUR = {"→": (1, 0), "↓": (0, 1), "↘": (1, 1), "↙": (-1, 1)}


def picture(lab):
    return lab.page.get_by_role("img", name=re.compile("Click to place the window"))


def put(lab, row, column, press="click"):
    """Click (or tap) the middle of one pixel of the 32 × 32."""
    place = picture(lab)
    expect(place).to_be_visible()
    place.scroll_into_view_if_needed()
    side = place.bounding_box()["width"] / 32
    getattr(place, press)(position={"x": (column + 0.5) * side, "y": (row + 0.5) * side})


def table(lab, name):
    return lab.page.get_by_role("table", name=name)


def shows(lab, row, column):
    """Wait until the numbers are those of a place, and hold them against plain loops."""
    lab.sees(f"Window around row {row}, column {column}")
    values = L[row - 2 : row + 3, column - 2 : column + 3].ravel()
    expect(table(lab, "The window: 25 numbers").get_by_role("cell")).to_have_text(
        [f"{value:.0f}" for value in values]
    )
    errors = {arrow: oracles.error(L, row, column, 5, dx, dy) for arrow, (dx, dy) in FOUR.items()}
    compass = table(lab, "E for a shift by one pixel").get_by_role("cell")
    for arrow, error in errors.items():
        expect(compass.filter(has_text=arrow)).to_have_text(re.compile(rf"{arrow}\s*{error:.3f}"))
    expect(lab.page.get_by_test_id("stMetricValue").first).to_have_text(
        f"{min(errors.values()):.3f}"
    )
    one, two = oracles.eigenvalues(oracles.tensor(L, row, column, 5))
    formula = lab.page.locator(".katex annotation").filter(has_text=f"lambda_1 = {one:.3f}")
    expect(formula).to_have_text(re.compile(rf"lambda_2 = {two:.3f}"))


def test_a_click_and_an_arrow_key_move_the_window(lab):
    lab.open("features")
    put(lab, 13, 9)
    shows(lab, 13, 9)
    for _ in range(3):
        lab.page.keyboard.press("ArrowUp")
    shows(lab, 10, 9)
    expect(picture(lab)).to_be_focused()


def test_pointing_sends_nothing(lab):
    sent = []
    lab.page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame))
    )
    lab.open("features")
    put(lab, 13, 9)
    shows(lab, 13, 9)
    lab.page.wait_for_timeout(500)
    before, box = len(sent), picture(lab).bounding_box()
    for step in np.linspace(0.1, 0.9, 12):
        lab.page.mouse.move(box["x"] + step * box["width"], box["y"] + step * box["height"])
    lab.page.wait_for_timeout(500)
    assert len(sent) == before


def test_a_tap_on_a_phone(visitors, server):
    lab = visitors(server[1], viewport={"width": 390, "height": 844}, has_touch=True)
    lab.open("features")
    assert picture(lab).bounding_box()["y"] < 844 - 200
    put(lab, 20, 12, "tap")
    shows(lab, 20, 12)
    main = lab.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
