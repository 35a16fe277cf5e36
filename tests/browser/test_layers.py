"""Convolution and Pooling in the browser: examples, edited numbers, code, links, a telephone."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from lib.presets import CONVOLUTIONS, POOLINGS
from tests.trainings import until

PHONE = {"width": 390, "height": 844}


def shows(lab, values):
    """Wait until the output of the stepper holds these values, row by row."""
    cells = lab.page.locator(".stepper .output .cell")
    expect(cells).to_have_count(len(values))
    for index, value in enumerate(values):
        expect(cells.nth(index)).to_have_attribute("data-value", str(value))


def type_into(lab, table, row, column, value):
    """Type a number into a cell of the stepper."""
    cell = lab.page.locator(f'.stepper .{table} .cell[data-row="{row}"][data-col="{column}"]')
    cell.click()
    lab.page.keyboard.type(str(value))
    lab.page.keyboard.press("Enter")


def outputs(lab):
    """Return all values of the stepper's output, map after map."""
    cells = lab.page.locator(".stepper .output .cell")
    return cells.evaluate_all("cells => cells.map((cell) => Number(cell.dataset.value))")


def same(values, expected):
    return len(values) == len(expected) and np.allclose(values, expected, atol=1e-4)


def code(lab):
    return lab.page.get_by_test_id("stCode").first


def test_convolution_from_example_to_link(lab):
    lab.open("convolution")
    shows(lab, [4, 3, 4, 2, 4, 3, 2, 3, 4])
    type_into(lab, "input", 0, 0, 5)
    shows(lab, [8, 3, 4, 2, 4, 3, 2, 3, 4])
    expect(code(lab)).to_contain_text("[5, 1, 1, 0, 0],")
    type_into(lab, "kernel", 1, 1, -1)
    shows(lab, [6, 1, 2, 2, 2, 1, 2, 1, 2])
    expect(code(lab)).to_contain_text("[0, -1, 0],")
    expect(lab.page).to_have_url(re.compile("edit="))
    other = lab.tab(lab.page.url.removeprefix(f"{lab.address}/"))
    shows(other, [6, 1, 2, 2, 2, 1, 2, 1, 2])
    lab.choose("Example", "Curve detector on its curve: 6600 (lecture)")
    shows(lab, [6600])
    expect(lab.page).to_have_url(re.compile(r"preset=curve$"))


def test_every_example_of_the_pages(lab):
    for page, presets in (("convolution", CONVOLUTIONS), ("pooling", POOLINGS)):
        lab.open(page)
        for preset in presets.values():
            lab.choose("Example", preset.title)
            expected = preset.setting.output().transpose(2, 0, 1).ravel()
            until(lambda expected=expected: same(outputs(lab), expected))


def test_pooling_from_example_to_gradient(lab):
    lab.open("pooling")
    shows(lab, [6, 8, 3, 4])
    type_into(lab, "input", 0, 0, 9)
    shows(lab, [9, 8, 3, 4])
    expect(code(lab)).to_contain_text("[9, 1, 2, 4],")
    lab.choose("Example", "Average")
    shows(lab, [3.25, 5.25, 2, 2])
    expect(code(lab)).to_contain_text("AveragePooling2D")
    lab.page.get_by_test_id("stExpander").get_by_text("TensorFlow's own gradient").click()
    lab.sees("gradient = tape.gradient(pooled, x, output_gradients=upstream[np.newaxis])")


@pytest.mark.parametrize("page", ["convolution", "pooling"])
def test_on_a_telephone(visitors, server, page):
    lab = visitors(server[1], viewport=PHONE, has_touch=True).open(page)
    stepper = lab.page.locator(".stepper")
    expect(stepper.locator(".output .cell").first).to_be_visible()
    assert stepper.locator(".input .cell").first.bounding_box()["y"] < PHONE["height"]
    stepper.locator(".output .cell").nth(1).tap()
    expect(stepper).to_contain_text(re.compile("row 1, column 2"))
    main = lab.page.get_by_test_id("stMain")
    expect(lab.page.get_by_role("heading", level=2).last).to_be_attached()
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
