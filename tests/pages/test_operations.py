"""The page of picture operations, without a browser."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data
from streamlit.testing.v1 import AppTest

from lib.operations import PRESETS, from_link, to_link
from tests import samples

APP = str(Path(__file__).parents[2] / "app.py")
PHOTO = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)


def opened(**query):
    """Return the page of a new visitor who follows a link."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params.update(query)
    app.switch_page("pages/operations.py")
    return whole(app.run())


def whole(app):
    assert not app.exception
    return app


def link(app):
    """Return a query parameter; AppTest keeps them as lists."""

    def value(name):
        got = app.query_params.get(name)
        return got[0] if isinstance(got, list) else got

    return value


def script(app):
    """Return the code of the pipeline."""
    return next(block.value for block in app.code[1:] if "image = " in block.value)


def titles(app):
    return [each.value.split("· ")[1] for each in app.markdown if each.value.startswith("#### ")]


def way(app, name):
    app.segmented_control(key="operations.source.way").set_value(name)
    return whole(app.run())


def add(app, name):
    app.selectbox(key="operations.add").set_value(name)
    return whole(app.run())


def steps(app):
    return to_link(tuple(entry["step"] for entry in app.session_state["operations.entries"]))


@pytest.mark.parametrize(("code", "title"), [("en", "Picture operations"), ("ko", "이미지 연산")])
def test_the_page_is_whole_in_both_languages(code, title):
    app = opened(lang=code)
    assert app.title[0].value == title
    assert steps(app) == "grey~sobel_horizontal"
    assert not app.warning


@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_source(code):
    app = opened(lang=code)
    way(app, "digit")
    assert 'io.imread("picture.png")' in script(app)
    way(app, "upload")
    assert len(app.info) == 1
    app.file_uploader(key="operations.source.upload").set_value(
        ("photo.png", samples.encoded(Image.fromarray(PHOTO), "PNG"), "image/png")
    )
    whole(app.run())
    assert "# uint8 (60, 80, 3)" in script(app)
    way(app, "camera")
    assert app.camera_input(key="operations.source.camera").label
    way(app, "drawing")
    assert len(app.info) == 1
    app.session_state["operations.source.drawing"] = drawn()
    whole(app.run())
    assert "# uint8 (280, 280, 3)" in script(app)
    way(app, "sample")
    assert "data.chelsea()" in script(app)


def drawn():
    """Return a sheet with a black square, as the canvas sends it."""
    sheet = np.full((280, 280), 255, np.uint8)
    sheet[100:150, 100:150] = 0
    buffer = io.BytesIO()
    Image.fromarray(sheet).convert("RGBA").save(buffer, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    raw = {"version": "7.0.0", "objects": [{"type": "Path"}]}
    return {"drawing": {"raw": raw, "data": address}, "backgroundFit": None}


def test_an_upload_that_is_no_picture_gets_a_sentence():
    app = way(opened(), "upload")
    app.file_uploader(key="operations.source.upload").set_value(
        ("letter.png", samples.text_renamed_png(), "image/png")
    )
    whole(app.run())
    assert app.warning[0].value.startswith("letter.png is not a picture that can be read.")


def test_a_large_photo_is_worked_on_as_a_smaller_copy_and_the_page_says_so():
    app = way(opened(), "upload")
    photo = Image.new("RGB", (2400, 1800), "teal")
    app.file_uploader(key="operations.source.upload").set_value(
        ("photo.png", samples.encoded(photo, "PNG", compress_level=1), "image/png")
    )
    whole(app.run())
    (note,) = [info.value for info in app.info]
    assert "Your picture has 1800 × 2400 pixels." in note
    assert "a copy of 600 × 800: each of its pixels is the mean of 3 × 3." in note
    assert "# uint8 (600, 800, 3)" in script(app)


def test_a_picture_of_one_pixel_goes_through_the_whole_page():
    app = way(opened(ops="grey~resize_0.5~rotate_45_yes~gaussian_2~canny_1"), "upload")
    app.file_uploader(key="operations.source.upload").set_value(
        ("dot.png", samples.one_pixel_png(), "image/png")
    )
    whole(app.run())
    assert "# uint8 (1, 1, 3)" in script(app)
    assert len(titles(app)) == 5


@pytest.mark.parametrize("name", ["astronaut", "coins", "checkerboard"])
def test_samples(name):
    app = opened(picture=name)
    assert f"data.{name}()" in script(app)
    assert link(app)("picture") == name
    names = {}
    exec(app.code[0].value, names)  # what the inspector shows
    np.testing.assert_array_equal(names["image"], getattr(data, name)())


def test_a_link_restores_picture_and_pipeline():
    app = opened(picture="digit-7", ops="invert~resize_2_no")
    assert titles(app) == ["Invert", "Resize"]
    assert app.selectbox(key="operations.source.digit").value == 7
    assert "transform.resize(image, (56, 56), anti_aliasing=False)" in script(app)
    assert link(app)("ops") == "invert~resize_2_no"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"ops": "explode"}, "There is no operation 'explode'."),
        ({"ops": "resize_99"}, "scale is 99.0, but it must be"),
        ({"ops": "<script>"}, "There is no operation '<script>'."),
        ({"picture": "../../etc/passwd"}, "There is no sample picture '../../etc/passwd'."),
        ({"picture": "digit-12"}, "There is no sample picture 'digit-12'."),
    ],
    ids=str,
)
def test_a_bad_link_gets_a_sentence_and_the_default(query, words):
    app = opened(**query)
    assert app.warning[0].value.startswith(words)
    assert titles(app) == ["Grey", "Sobel"]
    assert "data.chelsea()" in script(app)


def test_steps_are_added_moved_changed_and_removed():
    app = add(opened(), "rotate")
    assert titles(app) == ["Grey", "Sobel", "Rotate"]
    number = app.session_state["operations.entries"][2]["id"]
    app.slider(key=f"operations.{number}.angle").set_value(30)
    whole(app.run())
    assert link(app)("ops") == "grey~sobel_horizontal~rotate_30_no"
    whole(app.button(key=f"operations.{number}.up").click().run())
    assert titles(app) == ["Grey", "Rotate", "Sobel"]
    assert app.slider(key=f"operations.{number}.angle").value == 30
    assert link(app)("ops") == "grey~rotate_30_no~sobel_horizontal"
    whole(app.button(key=f"operations.{number}.down").click().run())
    whole(app.button(key=f"operations.{number}.remove").click().run())
    assert titles(app) == ["Grey", "Sobel"]
    assert link(app)("ops") is None
    whole(app.button(key="operations.clear").click().run())
    assert titles(app) == []
    assert script(app).endswith("# uint8 (300, 451, 3)")


@pytest.mark.parametrize("name", PRESETS)
def test_presets_and_their_code(name):
    app = opened()
    app.selectbox(key="operations.preset").set_value(name)
    whole(app.run())
    assert from_link(steps(app)) == PRESETS[name].steps
    names = {}
    exec(script(app), names)
    assert f"{names['image'].dtype} {names['image'].shape}" in script(app).split("# ")[-1]


def test_a_step_that_is_impossible_is_explained_and_the_next_ones_wait():
    app = opened(ops="grey~sobel_vertical~gamma_2~invert")
    assert "the least value here is -0." in app.warning[0].value
    assert [info.value for info in app.info] == ["This step waits for the one before it."]
    assert "gamma" not in script(app)


def test_a_known_kernel_and_another_size():
    app = add(opened(picture="coins"), "kernel")
    number = app.session_state["operations.entries"][-1]["id"]
    app.selectbox(key=f"operations.{number}.known").set_value("sharpen")
    whole(app.run())
    assert steps(app).endswith("kernel_3x3_0_-1_0_-1_5_-1_0_-1_0")
    app.number_input(key=f"operations.{number}.rows").set_value(2)
    whole(app.run())
    assert steps(app).endswith("kernel_2x3_0_-1_0_-1_5_-1")


def test_the_pipeline_is_full_after_twelve_steps():
    app = opened(ops="~".join(["invert"] * 12))
    assert app.selectbox(key="operations.add").disabled
    assert any("at most 12 steps" in caption.value for caption in app.caption)


@pytest.mark.parametrize("signed", ["absolute", "centred"])
def test_negative_numbers_can_be_shown_otherwise(signed):
    app = opened()
    before = [caption.value for caption in app.caption]
    app.segmented_control(key="operations.signed").set_value(signed)
    app.toggle(key="operations.stretch").set_value(True)
    whole(app.run())
    assert [caption.value for caption in app.caption] != before


def test_the_pipeline_is_there_after_another_page():
    app = opened(ops="invert~flip_vertical", picture="coins")
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/operations.py")
    whole(app.run())
    assert titles(app) == ["Invert", "Flip"]
    assert link(app)("ops") == "invert~flip_vertical"
    assert "data.coins()" in script(app)
