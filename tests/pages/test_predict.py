import base64
import io
import socket
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from lib import datasets
from lib.engine.runs import owner_key
from lib.ui.engine import engine, ensure
from tests import samples
from tests.trainings import asked, ended, ready, until

APP = str(Path(__file__).parents[2] / "app.py")
SWITCHES = ("invert", "clean", "crop", "fit", "centre")


def opened(drawing=None, **query):
    """Return the Predict page of a new visitor, with a drawing on the canvas if one is given."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update(query)
    app.run().switch_page("pages/predict.py")
    if drawing is not None:
        app.session_state["predict.canvas"] = as_sent(drawing)
    return app.run()


@pytest.fixture
def page():
    """Return the page of a new visitor, with an engine that answers."""
    app = opened()
    ready(engine())
    return app.run()


def large(digit):
    """Return the first test picture of a digit as a drawing: (280, 280), uint8, dark on light."""
    test = datasets.load("mnist", "test")
    picture = test.images[int(np.argmax(test.labels == digit)), ..., 0]
    return 255 - picture.repeat(10, axis=0).repeat(10, axis=1)


def sheet(*ink):
    """Return a white sheet with the given parts black."""
    paper = np.full((280, 280), 255, np.uint8)
    for part in ink:
        paper[part] = 0
    return paper


def as_sent(picture):
    """Return a drawing as the browser sends it."""
    data = f"data:image/png;base64,{base64.b64encode(png(picture)).decode()}"
    raw = {"version": "7.0.0", "objects": [{"type": "Path"}]}
    return {"drawing": {"raw": raw, "data": data}, "backgroundFit": None}


def draw(app, picture):
    """Put a drawing on the canvas of an open page."""
    app.session_state["predict.canvas"] = as_sent(picture)
    return app.run()


def png(picture):
    buffer = io.BytesIO()
    Image.fromarray(picture).convert("RGBA").save(buffer, "PNG")
    return buffer.getvalue()


def upload(app, name, data):
    app.segmented_control(key="predict.source").set_value("upload").run()
    app.file_uploader(key="predict.upload").set_value((name, data, "image/png"))
    return app.run()


def answer(app):
    """Return the heading that says what the network reads, None if there is none."""
    headings = [element.value for element in app.markdown if element.value.startswith("### It")]
    assert not app.exception
    return headings[0] if headings else None


def end_engine():
    engine().close()
    engine.clear()
    ensure.clear()


@pytest.fixture
def nobody_there(monkeypatch):
    """Give the pages an engine at an address where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    end_engine()
    monkeypatch.setenv("CNN_LAB_SCHEDULER", f"tcp://127.0.0.1:{port}")
    yield
    end_engine()


def test_without_an_engine_the_page_says_so_and_prepares_the_digit(nobody_there):
    app = opened()
    until(lambda: engine().health == "down")
    draw(app, large(7))
    assert answer(app) is None
    assert "The engine cannot be reached." in app.warning[0].value
    assert len(app.image) == 6


def test_the_answer_follows_once_the_engine_has_warmed_up():
    end_engine()
    app = draw(opened(), large(7))
    assert answer(app) is None
    assert "Keras is warming up" in app.info[0].value
    ready(engine())
    assert answer(app.run()).startswith("### It reads **7**, with ")
    assert not app.info


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_of_the_test_part_is_read(page, digit):
    assert answer(draw(page, large(digit))).startswith(f"### It reads **{digit}**, with ")


def test_the_drawing_is_read_anew_when_it_changes(page):
    draw(page, large(7))
    draw(page, large(2))
    assert answer(page).startswith("### It reads **2**, with ")


def test_before_anything_is_drawn_there_is_something_to_try(page):
    assert answer(page) is None
    assert any("Draw a **3**" in element.value for element in page.markdown)
    assert not page.warning


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (sheet(), "There is nothing to see"),
        (sheet(np.s_[130:150, 130:150]), "The ink is just a dot: 20 pixels in a picture of 280."),
        (sheet(np.s_[20:260, 20:260]), "Ink covers 73 % of the picture"),
    ],
    ids=["blank", "dot", "all-ink"],
)
def test_what_is_no_digit_gets_a_hint_and_no_class(page, picture, hint):
    draw(page, picture)
    assert answer(page) is None
    assert page.warning[0].value.startswith(hint)


@pytest.mark.parametrize("step", SWITCHES)
def test_every_step_can_be_switched_off(page, step):
    draw(page, sheet(np.s_[20:110, 30:45]))
    before = [caption.value for caption in page.caption]
    page.toggle(key=f"preparation.{step}").set_value(False).run()
    assert answer(page) or page.warning
    assert [caption.value for caption in page.caption] != before


def test_switches_are_there_before_a_drawing_and_hold_for_it(page):
    page.toggle(key="preparation.crop").set_value(False).run()
    draw(page, large(7))
    assert any(caption.value.startswith("Not cut;") for caption in page.caption)


def test_an_uploaded_digit_is_read(page):
    assert answer(upload(page, "four.png", png(large(4)))).startswith("### It reads **4**, with ")


def test_an_upload_that_is_no_picture_gets_a_sentence(page):
    upload(page, "digit.png", samples.text_renamed_png())
    assert answer(page) is None
    assert page.warning[0].value.startswith("digit.png is not a picture that can be read.")


def test_the_camera_waits_for_a_picture(page):
    page.segmented_control(key="predict.source").set_value("camera").run()
    assert answer(page) is None
    assert page.camera_input(key="predict.camera").label


def test_the_labs_own_network_is_offered_and_its_card_shown(page):
    (network,) = page.selectbox
    assert network.options == ["The lab's own network · 99.47%"]
    assert "python -m assets.models.train" in page.code[0].value


def test_a_network_of_ones_own_comes_first_and_can_be_asked(page):
    run_id = engine().submit(asked(owner_key(page.session_state["visitor.id"]), subset=5000))
    assert ended(engine(), run_id).state == "done"
    page.query_params["run"] = run_id
    draw(page, large(1))
    assert page.selectbox(key="predict.network").options[0].startswith("R1 · 9")
    page.selectbox(key="predict.network").select_index(0).run()
    assert answer(page).startswith("### It reads **1**, with ")


def test_another_visitors_network_is_not_offered(page):
    run_id = engine().submit(asked("somebody else"))
    assert ended(engine(), run_id).state == "done"
    assert len(page.run().selectbox(key="predict.network").options) == 1


@pytest.mark.parametrize(("code", "title"), [("en", "Predict"), ("ko", "예측")])
def test_the_page_is_whole_in_both_languages(code, title):
    app = opened(large(3), lang=code)
    assert not app.exception
    assert app.title[0].value == title
    assert len(app.image) == 7
