"""Draw, upload, photograph; see what the network reads."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from lib import datasets
from tests import samples


@pytest.mark.parametrize("digit", [1, 3, 7])
def test_a_drawn_digit_is_read(lab, digit):
    lab.open("predict").draw(digit)
    lab.reads(digit)
    lab.sees(re.compile(r"Then \d with .*%, and \d with .*%"))


def test_every_stroke_changes_the_answer_without_a_button(lab):
    lab.open("predict")
    lab.stroke([(85, 70), (135, 50), (185, 75), (180, 115), (130, 138)])
    expect(lab.answer()).to_be_visible()
    first = lab.answer().inner_text()
    lab.stroke([(130, 138), (190, 158), (195, 205), (140, 235), (80, 212)])
    expect(lab.answer()).not_to_have_text(first)
    lab.reads(3)


def test_an_empty_canvas_gets_something_to_try_and_no_class(lab):
    lab.open("predict").sees("Draw a 3 in the white square")
    expect(lab.answer()).to_have_count(0)


def test_a_dot_gets_a_hint_and_no_class(lab):
    lab.open("predict").stroke([(140, 140)])
    lab.sees("The ink is just a dot")
    expect(lab.answer()).to_have_count(0)


def test_a_step_that_is_switched_off_shows_what_goes_wrong(lab):
    lab.open("predict").stroke([(30, 30), (30, 100)])
    lab.reads(1)
    before = lab.answer().inner_text()
    seen = lab.page.get_by_role("img", name="What the network sees").or_(
        lab.page.get_by_test_id("stImage").first.locator("img")).first  # fmt: skip
    picture = seen.get_attribute("src")
    lab.page.get_by_text("4 · Crop").click()
    lab.sees("Not cut; the ink is in")
    expect(lab.answer()).not_to_have_text(before)
    expect(seen).not_to_have_attribute("src", picture)


def test_the_drawing_is_there_after_another_page(lab):
    lab.open("predict").draw(7)
    lab.reads(7)
    lab.go_to("Train")
    lab.go_to("Predict")
    lab.reads(7)


def test_the_networks_card_is_shown(lab):
    lab.open("predict").sees("python -m assets.models.train")
    for words in ("MNIST: handwritten digits", "Seed", "Trained on", "99.47%"):
        lab.sees(words)


def written(digit):
    """Return a test digit, dark on light and enlarged: (336, 336), uint8."""
    test = datasets.load("mnist", "test")
    picture = 255 - test.images[int(np.argmax(test.labels == digit)), ..., 0]
    return picture.repeat(12, axis=0).repeat(12, axis=1)


def in_glass(picture):
    """Return a picture whose paper is transparent and whose ink is black."""
    ink = np.zeros((*picture.shape, 4), np.uint8)
    ink[..., 3] = 255 - picture
    return Image.fromarray(ink)


FOUR = Image.fromarray(written(4))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("four.png", samples.encoded(FOUR, "PNG")),
        ("four.jpg", samples.encoded(FOUR, "JPEG")),
        ("four.webp", samples.encoded(FOUR, "WebP")),
        ("four.bmp", samples.encoded(FOUR, "BMP")),
        ("deep.png", samples.grey16_png(written(4).astype(np.uint16) * 257)),
        ("print.jpg", samples.encoded(FOUR.convert("CMYK"), "JPEG")),
        ("glass.png", samples.encoded(in_glass(written(4)), "PNG")),
    ],
    ids=["png", "jpeg", "webp", "bmp", "16-bit", "cmyk", "transparent"],
)
def test_an_uploaded_digit_is_read(lab, name, data):
    lab.open("predict").upload(name, data)
    lab.reads(4)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("text.png", samples.text_renamed_png, "text.png is not a picture that can be read."),
        ("huge.png", samples.huge_png, "huge.png is 30000 × 30000 pixels large; at most"),
        ("cut.jpg", samples.truncated_jpeg, "cut.jpg ends too early"),
        ("moving.gif", samples.animated_gif, "moving.gif is in the format GIF"),
        ("dot.png", samples.one_pixel_png, "The picture is only 1 × 1 pixels large."),
    ],
    ids=["text", "huge", "truncated", "gif", "one-pixel"],
)
def test_what_cannot_be_used_is_told_in_a_sentence(lab, name, data, words):
    lab.open("predict").upload(name, data())
    lab.sees(words)
    expect(lab.answer()).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.png", samples.grey16_png),
        ("print.jpg", samples.cmyk_jpeg),
        ("glass.png", samples.transparent_png),
    ],
    ids=["16-bit", "cmyk", "transparent"],
)
def test_unusual_pictures_without_a_digit_are_shown_and_answered(lab, name, data):
    lab.open("predict").upload(name, data())
    lab.sees(name)
    expect(lab.answer().or_(lab.page.get_by_test_id("stAlert")).first).to_be_visible()


def test_the_camera_takes_a_picture(lab):
    lab.open("predict").page.get_by_role("radio", name="Camera").click()
    expect(lab.page.locator("video")).to_have_js_property("readyState", 4)  # HAVE_ENOUGH_DATA
    lab.page.get_by_role("button", name="Take Photo").click()
    expect(lab.page.get_by_role("button", name="Clear photo")).to_be_visible()
    answered = lab.answer().or_(lab.page.get_by_test_id("stAlert"))
    expect(answered.first).to_be_visible()
