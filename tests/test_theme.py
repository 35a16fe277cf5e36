"""The theme's colours against WCAG 2.2: 1.4.3 (text, 4.5) and 1.4.11 (what can be used, 3)."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
THEME = CONFIG["theme"]
BACKGROUNDS = ["backgroundColor", "secondaryBackgroundColor"]
NAMED = ["red", "orange", "yellow", "green", "blue", "violet", "gray"]
AREAS = [("light", "main"), ("light", "sidebar"), ("dark", "main"), ("dark", "sidebar")]
HEX = re.compile(r"#[0-9a-f]{6}\b")


def colours(mode: str, area: str) -> dict[str, str]:
    """What holds in one area; the sidebar takes over what it does not set itself."""
    settings = THEME[mode]
    return settings | settings["sidebar"] if area == "sidebar" else settings


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize(("mode", "area"), AREAS)
@pytest.mark.parametrize("text", ["textColor", "linkColor", *(f"{name}Color" for name in NAMED)])
def test_text(mode, area, background, text):
    settings = colours(mode, area)
    assert contrast(settings[text], settings[background]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_code(mode):
    settings = THEME[mode]
    assert contrast(settings["codeTextColor"], settings["codeBackgroundColor"]) >= 4.5


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize(("mode", "area"), AREAS)
def test_primary_colour_is_readable_as_text(mode, area, background):
    settings = colours(mode, area)
    assert contrast(settings["primaryColor"], settings[background]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_on_a_primary_link(mode):
    """assets/style.css writes on the primary colour in the background's colour."""
    assert contrast(THEME[mode]["backgroundColor"], THEME[mode]["primaryColor"]) >= 4.5


@pytest.mark.parametrize(("mode", "area"), AREAS)
def test_borders_of_widgets(mode, area):
    settings = colours(mode, area)
    assert contrast(settings["borderColor"], settings["backgroundColor"]) >= 3


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts(mode, background):
    settings = THEME[mode]
    weak = [
        colour
        for colour in settings["chartCategoricalColors"]
        if contrast(colour, settings[background]) < 3
    ]
    assert weak == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", ["chartSequentialColors", "chartDivergingColors"])
def test_scales_have_the_ten_steps_streamlit_asks_for(mode, scale):
    assert len(THEME[mode][scale]) == 10


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_sequential_scale_leads_away_from_the_background(mode):
    distances = [
        contrast(colour, THEME[mode]["backgroundColor"])
        for colour in THEME[mode]["chartSequentialColors"]
    ]
    assert distances == sorted(distances)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_logo_can_be_read(mode):
    (name,) = re.findall(
        r'<text [^>]*fill="(#[0-9a-f]{6})"', (ROOT / "assets/logo.svg").read_text()
    )
    assert contrast(name, colours(mode, "sidebar")["backgroundColor"]) >= 3


def test_style_sheet_uses_the_theme_s_colours():
    theme = set(HEX.findall((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")))
    assert set(HEX.findall((ROOT / "assets/style.css").read_text(encoding="utf-8"))) <= theme


@pytest.mark.parametrize(
    "file",
    [
        ROOT / ".streamlit/config.toml",
        *ROOT.glob("assets/*.css"),
        *ROOT.glob("assets/*.svg"),
        *ROOT.glob("lib/ui/**/*.css"),
        *ROOT.glob("lib/ui/**/*.js"),
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_nothing_is_fetched_from_elsewhere(file):
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+|@import|url\(", text) == []


def test_students_are_asked_and_shown_nothing_they_cannot_use():
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["showEmailPrompt"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
