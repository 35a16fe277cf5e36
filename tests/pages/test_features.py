"""The page on hand-made features: it shows what `lib.corners` computes, in both languages."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib import corners
from lib.pictures import to_png
from lib.ui import lesson

APP = str(Path(__file__).parents[2] / "app.py")


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update(query)
    return app.run().switch_page("pages/features.py").run()


def words(app):
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_lesson_is_told(language):
    app = opened(lang=language)
    assert not app.exception
    parts = lesson.parts(lesson.LESSONS / language / "features.md")
    shown = words(app)
    assert [name for name, text in parts.items() if text not in shown] == []
    (link,) = app.get("page_link")
    assert (link.proto.page, link.proto.query_string) == ("convolution", f"lang={language}")


def test_pictures_of_each_kind_can_be_chosen():
    app = opened()
    for name in ("dot", "checkerboard", "astronaut", "digit"):
        app.selectbox(key="features.picture").set_value(name).run()
        assert not app.exception
        assert not app.warning


@pytest.mark.parametrize(
    ("name", "by_shifts", "by_eigenvalues"),
    [("flat", "flat", "flat"), ("edge", "edge", "edge"), ("slanted", "corner", "edge")],
)
def test_a_place_is_named(name, by_shifts, by_eigenvalues):
    app = opened()
    app.selectbox(key="features.picture").set_value(name).run()
    assert f"By the four shifts: **{by_shifts}**." in words(app)
    assert f"By the eigenvalues: **{by_eigenvalues}**." in words(app)


def test_the_numbers_are_those_of_the_chosen_place():
    app = opened()
    app.session_state["features.place"] = ("l", 12, 9)
    app.segmented_control(key="features.size").set_value(7).run()
    picture = corners.from_shape("l").picture
    least = min(corners.directions_error(picture, (12, 9), 7).values())
    assert app.metric[0].value == f"{least:.3f}"
    values, _ = corners.eigen(corners.structure_tensor(picture, (12, 9), 7))
    assert rf"\lambda_1 = {values[0]:.3f}, \quad \lambda_2 = {values[1]:.3f}" in app.latex[1].value


def test_a_place_in_another_picture_is_forgotten_and_one_at_the_border_moved_in():
    app = opened()
    app.session_state["features.place"] = ("camera", 100, 100)
    app.run()
    assert "row, column, size = 9, 9, 5" in app.code[0].value
    app.session_state["features.place"] = ("l", 0, 400)
    app.run()
    assert "row, column, size = 3, 28, 5" in app.code[0].value


def test_the_code_on_the_page_gives_the_numbers_on_the_page():
    app = opened()
    app.select_slider(key="features.sigma").set_value(1.0)
    app.slider(key="features.angle").set_value(45)
    app.slider(key="features.moravec").set_value(0.5)
    app.slider(key="features.distance").set_value(5).run()
    here, whole = {}, {}
    exec(app.code[0].value, here)
    exec(app.code[1].value, whole)
    picture = whole["picture"]
    assert app.metric[0].value == f"{here['response']:.3f}"
    assert f"Corners found: **{len(whole['moravec_corners'](picture))}**" in words(app)
    assert f"Corners found: **{len(whole['harris_corners'](picture))}**" in words(app)
    shares = [f"{round(100 * whole[name])}%" for name in ("moravec_share", "harris_share")]
    assert [metric.value for metric in app.metric[1:]] == shares


def test_an_upload_is_reduced_and_said_to_be():
    app = opened()
    app.selectbox(key="features.picture").set_value("upload").run()
    assert app.info[0].value == "Choose a file, and its corners are looked for."
    image = np.random.default_rng(0).integers(0, 256, (300, 256, 3), dtype=np.uint8)
    app.file_uploader(key="features.upload").set_value(("own.png", to_png(image), "image/png"))
    app.run()
    assert not app.exception
    assert "Reduced from 300 × 256: each pixel is the mean of 3 × 3." in words(app)


def test_a_narrow_upload_is_explained():
    app = opened()
    app.selectbox(key="features.picture").set_value("upload").run()
    narrow = to_png(np.zeros((12, 40), np.uint8))
    app.file_uploader(key="features.upload").set_value(("own.png", narrow, "image/png"))
    app.run()
    assert app.warning[0].value.startswith("own.png is 40 × 12 pixels; after it has been reduced")
