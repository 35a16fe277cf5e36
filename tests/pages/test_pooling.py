"""The Pooling page: examples, code, what survives, gradients, flatten."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import chains, flatten, gradients, scenes, stability
from lib.presets import POOLINGS
from lib.translation import catalogue
from lib.ui import lesson

APP = str(Path(__file__).parents[2] / "app.py")
LECTURE = POOLINGS["lecture"].setting


def opened(**query):
    """Return the page as a new visitor sees it who follows a link."""
    app = AppTest.from_file(APP, default_timeout=120)
    app.switch_page("pages/pooling.py")
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def page():
    return opened()


def texts(app):
    return [element.value for element in app.markdown]


def codes(app):
    """The scripts and the output, from top to bottom."""
    names = ("pooling", "output", "gradient", "flatten")
    scripts = [element.value + "\n" for element in app.code]  # Streamlit strips the last line's end
    return dict(zip(names, scripts, strict=True))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_lesson_is_told(language):
    app = opened(lang=language)
    assert app.title[0].value == ("Pooling" if language == "en" else "풀링")
    parts = lesson.parts(lesson.LESSONS / language / "pooling.md")
    shown = texts(app)
    missing = [name for name, text in parts.items() if text not in shown and "preset-" not in name]
    assert missing == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_example(language):
    app = opened(lang=language)
    parts = lesson.parts(lesson.LESSONS / language / "pooling.md")
    titles = [catalogue(language).gettext(preset.title) for preset in POOLINGS.values()]
    assert app.selectbox(key="pooling.preset").options == titles
    for name, preset in POOLINGS.items():
        app.selectbox(key="pooling.preset").set_value(name).run()
        assert not app.exception
        assert parts[f"preset-{name}"] in texts(app)
        assert codes(app)["pooling"] == preset.setting.to_code()
        assert codes(app)["gradient"] == gradients.to_code(preset.setting)


def test_the_lectures_numbers(page):
    assert codes(page)["output"] == "output[:, :, 0]\n[[6. 8.]\n [3. 4.]]\n"


def test_what_the_browser_reports(page):
    setting = type(LECTURE).from_state(LECTURE.to_state() | {"mode": "min", "stride": [1, 1]})
    sent = {"token": 1, "setting": setting.to_state()}
    page.session_state["pooling.stepper"] = {"setting": sent}
    page.run()
    assert codes(page)["pooling"] == setting.to_code()
    assert page.query_params["edit"] == '{"stride":[1,1],"mode":"min"}'


def test_a_bad_link_gets_a_sentence():
    app = opened(preset="lecture", edit='{"mode":"median"}')
    assert app.warning[0].value.startswith("mode is 'median', but it must be")
    assert codes(app)["pooling"] == LECTURE.to_code()


def share(value):
    return f"{100 * value:.0f}%"


@pytest.mark.parametrize(("shift", "noise", "size"), [(1, 0.0, 2), (0, 0.2, 2), (2, 0.1, 3)])
def test_what_survives(page, shift, noise, size):
    page.slider(key="pooling.shift").set_value(shift)
    page.slider(key="pooling.noise").set_value(noise)
    page.selectbox(key="pooling.size").set_value(size).run()
    assert not page.exception
    picture = scenes.digit(5).values(1)[..., 0]
    disturbed = stability.noisy(stability.shifted(picture, 0, shift), noise, 1)
    kernel = chains.named("edges_wide_vertical")[..., 0, 0]
    for comparison in stability.compare(picture, disturbed, kernel, size).values():
        assert (
            f"Difference **{share(comparison.relative_difference)}**  \n"
            f"Unchanged **{share(comparison.kept)}**"
        ) in texts(page)


def test_any_picture_and_kernel(page):
    page.selectbox(key="pooling.picture").set_value("astronaut")
    page.selectbox(key="pooling.kernel").set_value("curve").run()
    assert not page.exception


def test_28_becomes_14(page):
    for shape, count in (("28 × 28", 784), ("14 × 14", 196), ("7 × 7", 49), ("3 × 3", 9)):
        assert f"**{shape}**" in texts(page)
        assert f"{count} numbers" in [caption.value for caption in page.caption]


def test_flatten_index_by_index(page):
    for index in (0, 5, 8):
        page.slider(key="pooling.index").set_value(index).run()
        place = flatten.place(index, (3, 3, 1))
        start = f"Row {place.row}, column {place.column}, channel 0, counted from 0: "
        assert any(text.startswith(start) and f"= **{index}**" in text for text in texts(page))


def test_flatten_of_two_channels(page):
    page.segmented_control(key="pooling.channels").set_value(2).run()
    page.slider(key="pooling.index").set_value(11).run()
    assert any("(1 · 3 + 2) · 2 + 1 = **11**" in text for text in texts(page))
    assert codes(page)["flatten"] == flatten.to_code(flatten.example(2))
    page.slider(key="pooling.index").set_value(17).run()
    page.segmented_control(key="pooling.channels").set_value(1).run()
    assert not page.exception
