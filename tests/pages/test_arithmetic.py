from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.calculator.chain import PRESETS

APP = str(Path(__file__).parents[2] / "app.py")
R2 = "120x160x1_C12k5_P2_C16k5_P2_C20k4_P2_F_D512_D128_D4"


def opened(**query):
    """Return the page of a new visitor who opens it by a link."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page("pages/arithmetic.py")
    app.query_params.update(query)
    return app.run()


def widget(app, name):
    """Return the widget whose key ends so: a number in the middle counts the loaded settings."""
    kinds = ("number_input", "selectbox", "toggle", "pills", "segmented_control")
    return next(
        element for kind in kinds for element in app.get(kind) if element.key.endswith(f".{name}")
    )


def change(app, name, value):
    widget(app, name).set_value(value).run()
    assert not app.exception
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def formula(app):
    return " ".join(element.value for element in app.get("latex"))


def said(app):
    return " ".join(element.value for element in (*app.info, *app.warning, *app.markdown))


def code(app):
    return app.code[0].value


def test_it_begins_with_a_digit_and_a_kernel_of_5():
    app = opened()
    assert not app.exception
    assert r"\lfloor 23 \rfloor + 1 = \mathbf{24}" in formula(app)
    assert "Every row and every column is read." in said(app)
    assert "layers.Conv2D(12, kernel_size=(5, 5))" in code(app)
    assert app.query_params["layer"] == "28x28x1_C12k5"


LINKS = [
    {"layer": "29x30x3_C12k5x4s3p1"},
    {"layer": "28x28x1_C12k3s2same"},
    {"layer": "7x9x2_T4k2s3n"},
    {"layer": "7x9x2_T4k3s2p1"},
    {"layer": "27x27x3_A3s2same"},
    {"layer": "27x27x3_P3p1"},
    {"layer": "4x4x1_C12k5"},
    {"layer": "512x512x3_C12k32d16"},
    {"chain": R2},
    {"chain": "20x20x1_C12k5_P2_C16k5_P2_C20k4_P2_F_D4"},
    {"chain": "28x28x1_D10"},
    {"turn": "28-14"},
    {"turn": "14-28"},
]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_link_opens_in_both_languages_and_stays_in_the_address(language):
    app = opened(lang=language)
    title, lead = {
        "en": ("Sizes and counts", "How large is what comes out"),
        "ko": ("크기와 개수", "계층을 지나면 크기가"),
    }[language]
    for query in LINKS:
        app.query_params.clear()
        app.query_params.update(query, lang=language)
        app.run()
        assert not app.exception
        assert app.title[0].value == title
        assert any(element.value.startswith(lead) for element in app.markdown)
        for name, text in query.items():
            assert app.query_params[name] == text


def test_a_stride_shows_the_floor_and_names_what_is_lost():
    app = change(opened(), "stride.both", 2)
    assert r"\lfloor 11.5 \rfloor + 1 = \mathbf{12}" in formula(app)
    assert "The last row (28) is never read. The last column (28) is never read." in said(app)
    assert app.query_params["layer"] == "28x28x1_C12k5s2"


def test_same_is_shown_uneven_as_keras_has_it():
    app = opened(layer="28x28x1_C12k3s2same")
    assert "`same` adds 0 above and 1 below, 0 on the left and 1 on the right." in [
        caption.value for caption in app.caption
    ]


def test_height_and_width_apart():
    app = change(opened(), "alike", False)
    change(app, "kernel.height", 7)
    change(app, "stride.width", 3)
    assert app.query_params["layer"] == "28x28x1_C12k7x5s1x3"
    assert r"\mathbf{22}" in formula(app)
    assert r"\mathbf{8}" in formula(app)


def test_a_number_as_padding():
    app = change(opened(), "padding", "number")
    assert app.query_params["layer"] == "28x28x1_C12k5p1"
    change(app, "pad.both", 2)
    assert "layers.ZeroPadding2D((2, 2))" in code(app)
    assert "(None, 28, 28, 12)" in code(app)


@pytest.mark.parametrize(
    ("kind", "text", "shape"),
    [
        ("MaxPooling2D", "28x28x1_P2", "(None, 14, 14, 1)"),
        ("AveragePooling2D", "28x28x1_A2", "(None, 14, 14, 1)"),
        ("Conv2DTranspose", "28x28x1_T12k3s2", "(None, 57, 57, 12)"),
    ],
)
def test_every_kind_of_layer_starts_as_usual(kind, text, shape):
    app = change(opened(), "type", kind)
    assert app.query_params["layer"] == text
    assert f"layers.{kind}(" in code(app)
    assert shape in code(app)
    change(app, "type", "Conv2D")
    assert app.query_params["layer"] == "28x28x1_C12k5"


@pytest.mark.parametrize(
    ("layer", "repair", "after"),
    [
        ("4x4x1_C12k5", "Make the window 4×4.", "4x4x1_C12k4"),
        ("4x4x1_C12k5", "Use `same` padding.", "4x4x1_C12k5same"),
        ("4x4x1_C12k5", "Set the padding to 1×1.", "4x4x1_C12k5p1"),
        ("9x9x1_C12k3s2d2", "Set the dilation to 1.", "9x9x1_C12k3s2"),
        ("9x9x1_C12k3s2d2", "Set the stride to 1.", "9x9x1_C12k3d2"),
    ],
)
def test_the_impossible_is_explained_and_mended_with_one_press(layer, repair, after):
    app = opened(layer=layer)
    assert not app.code
    assert "is negative" in app.warning[0].value or "Keras allows only one" in app.warning[0].value
    press(app, repair)
    assert app.query_params["layer"] == after
    assert not app.warning
    assert app.code


def test_the_negative_number_is_in_the_formula():
    assert r"\mathbf{-1} < 0" in formula(opened(layer="4x4x1_C12k5"))


@pytest.mark.parametrize(
    ("query", "default"),
    [
        ({"layer": "28x28x1_<script>"}, "28x28x1_C12k5"),
        ({"layer": "28x28x1_D10"}, "28x28x1_C12k5"),
        ({"layer": "28x28x1_C12k5_P2"}, "28x28x1_C12k5"),
        ({"layer": "9" * 4000}, "28x28x1_C12k5"),
        ({"chain": "28x28x1_T8k3"}, R2),
        ({"chain": ""}, R2),
        ({"turn": "28-0"}, "28-14"),
        ({"turn": "28-14-7"}, "28-14"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_the_default(query, default):
    app = opened(**query)
    assert not app.exception
    assert len(app.warning) == 1
    (name,) = query
    assert app.query_params[name] == default


def test_a_setting_outlives_another_page():
    app = change(opened(), "kernel.both", 3)
    app.query_params.clear()
    app.switch_page("pages/start.py").run()
    app.query_params.clear()
    app.switch_page("pages/arithmetic.py").run()
    assert widget(app, "kernel.both").value == 3
    assert app.query_params["layer"] == "28x28x1_C12k3"


def test_an_address_that_lags_behind_is_no_link():
    """A browser sends the second of two quick changes with the address from before the first."""
    app = change(opened(), "kernel.both", 4)
    app.query_params["layer"] = "28x28x1_C12k5"
    change(app, "stride.both", 3)
    assert app.query_params["layer"] == "28x28x1_C12k4s3"


def test_another_link_in_the_same_visit_is_followed():
    app = change(opened(), "kernel.both", 4)
    app.query_params["layer"] = "32x32x3_P2"
    app.run()
    assert app.query_params["layer"] == "32x32x3_P2"
    assert "# (None, 16, 16, 3)" in code(app)


def chain_page():
    app = opened()
    return change(app, "view", "chain")


def test_the_chain_starts_with_the_lecture_s_network():
    app = chain_page()
    assert app.query_params["chain"] == R2
    assert "layer" not in app.query_params
    assert "# (None, 4)" in code(app)
    assert "# 2165920" in code(app)


@pytest.mark.parametrize("name", PRESETS)
def test_presets(name):
    app = press(chain_page(), name)
    assert code(app) == PRESETS[name].chain.to_code().rstrip()
    assert any(PRESETS[name].source in caption.value for caption in app.caption)


def test_a_chain_is_edited_layer_by_layer():
    app = opened(chain="28x28x1_C8k3_P2_F")
    change(app, "0.Conv2D.count", 9)
    change(app, "chosen", 2)
    press(app, "Add a layer after it")
    assert app.query_params["chain"] == "28x28x1_C9k3_P2_F_D10"
    change(app, "3.Dense.count", 5)
    change(app, "chosen", 0)
    press(app, "Later")
    assert app.query_params["chain"] == "28x28x1_P2_C9k3_F_D5"
    press(app, "Earlier")
    press(app, "Remove")
    assert app.query_params["chain"] == "28x28x1_P2_F_D5"
    change(app, "0.type", "AveragePooling2D")
    change(app, "0.AveragePooling2D.padding", "same")
    change(app, "height", 27)
    assert app.query_params["chain"] == "27x28x1_A2same_F_D5"
    assert "# (None, 5)" in code(app)


def test_a_bad_chain_is_explained_and_mended_with_one_press():
    app = opened(chain="20x20x1_C12k5_P2_C16k5_P2_C20k4_F_D4")
    assert "Layer 5 (Conv2D) has a window of 4×4" in app.warning[0].value
    assert not app.code
    press(app, 'Pad layer 5: padding="same".')
    assert app.query_params["chain"] == "20x20x1_C12k5_P2_C16k5_P2_C20k4same_F_D4"
    assert not app.warning


def test_which_settings_turn_28_into_14_and_loading_one():
    app = change(opened(), "view", "turn")
    assert app.query_params["turn"] == "28-14"
    assert "### **24** settings turn 28 into 14" in [element.value for element in app.markdown]
    press(app, "kernel 3 · stride 2 · padding 1")
    assert app.query_params["layer"] == "28x28x1_C12k3s2p1"
    assert "# (None, 14, 14, 12)" in code(app)


def test_loss_is_told_for_every_solution():
    app = opened(turn="28-14")
    assert "pixels 2, 4, 6, 8, 10, 12 … are never read" in [c.value for c in app.caption]
    app = change(app, "start", 29)
    assert "the last pixel (29) is never read" in [c.value for c in app.caption]


def test_no_settings_are_said_to_be_none():
    app = opened(turn="500-3")
    assert "None in these ranges." in app.warning[0].value
