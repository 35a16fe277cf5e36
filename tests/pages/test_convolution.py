"""The Convolution page: examples, links, code, pictures, bars."""

import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib import chains, links, scenes
from lib.chains import Chain
from lib.presets import CONVOLUTIONS
from lib.translation import catalogue
from lib.ui import lesson

APP = str(Path(__file__).parents[2] / "app.py")
BINARY = CONVOLUTIONS["binary"].setting


def opened(**query):
    """Return the page as a new visitor sees it who follows a link."""
    app = AppTest.from_file(APP, default_timeout=120)
    app.switch_page("pages/convolution.py")
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def page():
    return opened()


def texts(app):
    return [element.value for element in app.markdown]


def code(app):
    """The script that is shown for the stepper."""
    return app.code[0].value + "\n"  # Streamlit strips it


def printed(app):
    return app.code[1].value


def edited(app, setting, token=1):
    """Let the browser report a setting of the stepper."""
    sent = {"token": token, "setting": setting.to_state()}
    app.session_state["convolution.stepper"] = {"setting": sent}
    app.run()
    assert not app.exception
    return app


def changed(setting=BINARY, **parts):
    return type(setting).from_state(setting.to_state() | parts)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_lesson_is_told(language):
    app = opened(lang=language)
    assert app.title[0].value == ("Convolution" if language == "en" else "합성곱")
    parts = lesson.parts(lesson.LESSONS / language / "convolution.md")
    shown = texts(app)
    missing = [name for name, text in parts.items() if text not in shown and "preset-" not in name]
    assert missing == []
    assert parts["preset-binary"] in shown


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_example(language):
    app = opened(lang=language)
    parts = lesson.parts(lesson.LESSONS / language / "convolution.md")
    choice = app.selectbox(key="convolution.preset")
    titles = [catalogue(language).gettext(preset.title) for preset in CONVOLUTIONS.values()]
    assert choice.options == titles
    for name, preset in CONVOLUTIONS.items():
        app.selectbox(key="convolution.preset").set_value(name).run()
        assert not app.exception
        assert parts[f"preset-{name}"] in texts(app)
        assert code(app) == preset.setting.to_code()
        shape = list(preset.setting.weights().shape)
        assert any(f"**{shape}**" in text for text in texts(app))
        assert app.query_params.get("preset") == name


@pytest.mark.parametrize(("name", "numbers"), [
    ("binary", ["[[4. 3. 4.]", "[2. 4. 3.]", "[2. 3. 4.]]"]),
    ("blur", ["116.9"]),
    ("curve", ["6600."]),
    ("no-curve", ["[[0.]]"]),
    ("two-filters", ["output[:, :, 0]", "output[:, :, 1]", "[[-7. -6. -7.]"]),
])  # fmt: skip
def test_the_lectures_numbers(name, numbers):
    app = opened(preset=name)
    for number in numbers:
        assert number in printed(app)


def test_what_the_browser_reports_is_shown_and_goes_into_the_link(page):
    setting = changed(flip=True, stride=[2, 2])
    edited(page, setting)
    assert code(page) == setting.to_code()
    assert json.loads(page.query_params["edit"]) == {"stride": [2, 2], "flip": True}
    page.selectbox(key="convolution.preset").set_value("blur").run()
    assert "edit" not in page.query_params
    assert "116.9" in printed(page)


def test_a_link_with_changes():
    setting = changed(padding="same", bias=[2])
    app = opened(preset="binary", edit=links.edits(BINARY, setting))
    assert code(app) == setting.to_code()
    assert not app.warning


@pytest.mark.parametrize(("query", "sentence"), [
    ({"preset": "nothing"}, 'The link asks for an example "nothing", which does not exist.'),
    ({"preset": "blur", "edit": "{{"}, "The link's changes cannot be read: {{."),
    ({"preset": "blur", "edit": '{"stride":[0,0]}'}, "stride is [0, 0], but it must be"),
    ({"preset": "blur", "edit": '{"image":[[[1]]]}'}, "The kernel reaches over 3 pixels"),
])  # fmt: skip
def test_a_bad_link_gets_a_sentence_and_the_example(query, sentence):
    app = opened(**query)
    assert app.warning[0].value.startswith(sentence)
    name = query["preset"] if query["preset"] in CONVOLUTIONS else "binary"
    assert code(app) == CONVOLUTIONS[name].setting.to_code()
    assert not app.run().exception


def test_a_visit_to_another_page_loses_nothing(page):
    setting = changed(flip=True)
    edited(page, setting)
    page.query_params.clear()
    page.switch_page("pages/pooling.py").run()
    assert "preset" not in page.query_params or page.query_params["preset"] != "binary"
    page.query_params.clear()
    page.switch_page("pages/convolution.py").run()
    assert code(page) == setting.to_code()


def chain_shown(page):
    return page.code[2].value + "\n"


def test_the_chain_on_a_digit(page):
    chain = Chain(BINARY.weights(), BINARY.bias)
    assert chain_shown(page) == chain.to_code(scenes.digit(5).to_code(1))
    captions = [caption.value for caption in page.caption]
    for stage in chain.run(scenes.digit(5).values(1)):
        low, high = stage.range
        shape = " × ".join(map(str, stage.values.shape))
        assert f"{shape}, from {low:.2f} to {high:.2f}" in captions


def test_every_setting_of_the_chain_is_used(page):
    page.selectbox(key="convolution.picture").set_value("coins")
    page.selectbox(key="convolution.kernel").set_value("edges_vertical")
    page.selectbox(key="convolution.rectifier").set_value("relu")
    page.number_input(key="convolution.cutoff").set_value(0.5)
    page.selectbox(key="convolution.size").set_value(3)
    page.selectbox(key="convolution.mode").set_value("average").run()
    assert not page.exception
    chain = Chain(chains.named("edges_vertical"), (), "relu", 0.5, 3, "average")
    assert chain_shown(page) == chain.to_code(scenes.sample("coins").to_code(1))


def test_a_colour_kernel_is_laid_on_a_colour_picture():
    app = opened(preset="colour")
    setting = CONVOLUTIONS["colour"].setting
    app.selectbox(key="convolution.picture").set_value("chelsea").run()
    chain = Chain(setting.weights(), setting.bias)
    assert chain_shown(app) == chain.to_code(scenes.sample("chelsea").to_code(3))
    assert not app.exception


def test_a_kernel_with_two_channels_fits_no_picture(page):
    state = {"image": np.zeros((3, 3, 2)).tolist(), "kernels": np.zeros((2, 2, 2, 1)).tolist()}
    edited(page, changed(**state))
    assert page.info[0].value.startswith("The kernel above has 2 channels")


def test_an_upload_may_be_missing(page):
    page.selectbox(key="convolution.picture").set_value("upload").run()
    assert not page.exception
    assert len(page.get("file_uploader")) == 1


def test_the_nine_bars(page):
    nine = chains.bar_maps()
    assert f"All four rows of maps share one scale: from 0 to {nine.limit:.2f}." in texts(page)
    order = "In this order: level bar, cross, upright bar, cross, upright bar, level bar,"
    assert any(text.startswith(order) for text in texts(page))
    assert len(page.get("image")) == 6  # the digit, and the five rows
