"""Picture operations as a student meets them."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from skimage import data

from lib.operations import otsu
from lib.pictures import to_grey

VIEWS = ["colour", "red", "green", "blue", "grey", "bits"]


def inspector(lab):
    """Return the inspector, once it has unpacked its picture."""
    box = lab.page.locator(".inspector[data-ready]")
    expect(box).to_be_visible()
    return box


def shown_window(lab):
    """Return the expression below the numbers, and the numbers, in one look."""
    return lab.page.locator(".inspector").evaluate("""root => [
        root.querySelector('.slice').textContent,
        [...root.querySelectorAll('.cell')].map((cell) => cell.textContent),
    ]""")


def look_from(lab, view):
    lab.page.locator(f".inspector .view[data-view={view}]").click()


def steps(lab, *titles):
    """Wait until the pipeline has these steps."""
    headings = lab.page.locator("h4").filter(has_text=re.compile(r"^\d+ · "))
    expect(headings).to_have_text([f"{place} · {title}" for place, title in enumerate(titles, 1)])


def add(lab, title):
    """Add an operation; the list is long, so one types."""
    lab.choose("Add an operation", re.compile(f": {title}$"), typed=title)


def card(lab, number):
    """Return a step's box by its place, from 1."""
    return lab.page.locator("[class*='st-key-operations-step-']").nth(number - 1)


def test_the_lens_shows_the_numbers_that_the_array_holds(lab):
    """Every view, wherever the pointer goes; nothing is sent to the server meanwhile."""
    lab.open("operations?picture=coffee")
    box = inspector(lab)
    image = data.coffee()
    names = {"image": image, "grey": to_grey(image)}
    lab.sees("What the numbers mean")
    lab.page.wait_for_timeout(500)
    sent = []
    lab.page.on("websocket", lambda socket: sent.append(socket.url))
    frames = watch_frames(lab)
    picture = box.locator(".picture")
    place = picture.bounding_box()
    for number, view in enumerate(VIEWS):
        look_from(lab, view)
        for share in (0.02, 0.37, 0.99):
            x, y = share, (share * 3 + number * 0.17) % 1
            lab.page.mouse.move(place["x"] + place["width"] * x, place["y"] + place["height"] * y)
            expression, texts = shown_window(lab)
            expected = eval(expression, names).astype(int)
            cells = [list(map(int, text.split())) for text in texts]
            np.testing.assert_array_equal(np.ravel(cells), expected.ravel(), err_msg=view)
    assert f"> {otsu(image)})" in expression
    assert frames() == 0
    assert sent == []


def watch_frames(lab):
    """Count what goes to the server from now on: a second script run would need a message."""
    lab.page.evaluate("""() => {
        window.framesSent = 0
        const send = WebSocket.prototype.send
        WebSocket.prototype.send = function (...what) {
            window.framesSent += 1
            return send.apply(this, what)
        }
    }""")
    return lambda: lab.page.evaluate("window.framesSent")


def test_the_lens_goes_by_keys_and_the_threshold_can_be_moved(lab):
    lab.open("operations?picture=coins")
    box = inspector(lab)
    image = data.coins()
    picture = box.locator(".picture")
    picture.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown"):
        picture.press(key)
    row, column = int(303 * 0.4) + 9, int(384 * 0.45) + 2
    reading = box.locator(".reading")
    expect(reading).to_have_text(f"Row {row}, column {column}: {image[row, column]}")
    look_from(lab, "bits")
    threshold = box.get_by_label("Threshold")
    threshold.focus()
    threshold.press("Home")
    expect(reading).to_contain_text("> 0 is True, so 1")
    box.get_by_role("button", name=f"Otsu: {otsu(image)}").click()
    expect(threshold).to_have_value(str(otsu(image)))
    expect(box.locator(".facts")).to_have_text(
        "numpy.ndarray, bool, shape (303, 384), least 0, greatest 1"
    )


def test_operations_are_added_reordered_and_restored_by_the_link(lab):
    lab.open("operations?picture=coins&ops=grey~laplace")
    steps(lab, "Grey", "Laplace")
    add(lab, "Invert")
    steps(lab, "Grey", "Laplace", "Invert")
    lab.page.wait_for_function("location.search.includes('laplace~invert')")
    card(lab, 3).get_by_role("button").first.click()
    steps(lab, "Grey", "Invert", "Laplace")
    lab.page.wait_for_function("location.search.includes('grey~invert~laplace')")
    other = lab.tab(lab.page.url.removeprefix(lab.address).lstrip("/"))
    steps(other, "Grey", "Invert", "Laplace")
    expect(other.page.get_by_text("image = filters.laplace(image)")).to_be_visible()
    card(lab, 2).get_by_role("button").nth(2).click()  # earlier, later, remove
    steps(lab, "Grey", "Laplace")


def test_a_slider_changes_the_picture_the_code_and_the_link(lab):
    lab.open("operations?picture=coins&ops=grey~rotate_45_no")
    code = lab.page.get_by_test_id("stCode").filter(has_text="transform.rotate")
    expect(code).to_contain_text("transform.rotate(image, 45, resize=False)")
    picture = card(lab, 2).locator("img")
    before = picture.get_attribute("src")
    slider = card(lab, 2).get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(code).to_contain_text("transform.rotate(image, 46, resize=False)")
    expect(picture).not_to_have_attribute("src", before)
    lab.page.wait_for_function("location.search.includes('rotate_46_no')")


def test_before_and_after_go_by_keys(lab):
    lab.open("operations?picture=coins&ops=invert")
    frame = lab.page.locator(".compare .frame")
    line = lab.page.get_by_role("slider", name=re.compile("^Before and after"))
    line.scroll_into_view_if_needed()
    line.focus()
    line.press("End")
    expect(line).to_have_value("100")
    line.press("ArrowLeft")
    expect(line).to_have_value("99")
    assert frame.evaluate("frame => frame.style.getPropertyValue('--share')") == "99"
    expect(frame.locator(".after-word")).to_be_hidden()
    for part in ("before", "after"):
        assert frame.locator(f"img.{part}").evaluate("image => image.naturalWidth") == 384


def test_the_channels_come_together_to_the_picture(lab):
    """With the sheets pushed together, light adds up to the picture's own colours."""
    lab.open("operations?picture=coffee")
    slider = lab.page.get_by_label("Pull apart")
    slider.scroll_into_view_if_needed()
    stage = lab.page.locator(".channels .stage")
    apart = stage.evaluate(PLACES)
    assert len(set(map(json.dumps, apart))) == 3
    slider.focus()
    slider.press("Home")
    together = stage.evaluate(PLACES)
    assert len(set(map(json.dumps, together))) == 1


PLACES = """stage => [...stage.querySelectorAll('.sheet')].map((sheet) => {
    const box = sheet.getBoundingClientRect()
    return [Math.round(box.left), Math.round(box.top)]
})"""


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_is_no_wider_than_the_screen(visitors, server, width):
    lab = visitors(server[1], viewport={"width": width, "height": 844})
    lab.open("operations?ops=grey~kernel~noise_salt_0.1_1~threshold_otsu")
    inspector(lab)
    steps(lab, "Grey", "My own kernel", "Noise", "Threshold")
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_bad_link_gets_a_sentence(lab):
    lab.open("operations?ops=rm~-rf")
    lab.sees("There is no operation 'rm'.")
    steps(lab, "Grey", "Sobel")
