import re
from pathlib import Path

import pytest

from lib.convolution import ConvolutionSetting
from lib.ui.components import stepper
from lib.ui.components.stepper_words import words

HERE = Path(stepper.__file__).parent
SCRIPTS = sorted(HERE.glob("stepper*.js"))
STYLES = sorted(HERE.glob("stepper*.css"))
SETTING = ConvolutionSetting.of([[1, 2], [3, 4]], [[1]])


def test_the_scripts_use_the_words_there_are():
    code = "\n".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    used = set(re.findall(r"\bwords\.(\w+)", code))
    chosen_by_value = {"max", "average", "min", "window_too_high", "window_too_wide"}
    assert used | chosen_by_value | {"too_high", "too_wide"} == set(words())


def test_the_gaps_of_the_words_are_those_that_are_filled():
    code = "\n".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    gaps = set(re.findall(r"\{(\w+)\}", " ".join(words().values())))
    assert [gap for gap in sorted(gaps) if not re.search(rf"\b{gap}\b", code)] == []


def test_every_part_is_sent():
    assert len(stepper._SCRIPTS) == len(SCRIPTS)
    assert len(stepper._STYLES) == len(STYLES)


@pytest.mark.parametrize("file", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_parts_are_short(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) < 300


def test_what_the_browser_reports_is_read():
    changed = SETTING.to_state() | {"flip": True}
    found = stepper._reported({"token": 3, "setting": changed}, 3, ConvolutionSetting.from_state)
    assert found == ConvolutionSetting.of([[1, 2], [3, 4]], [[1]], flip=True)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        7,
        {},
        {"token": 2, "setting": SETTING.to_state()},
        {"token": 3},
        {"token": 3, "setting": SETTING.to_state() | {"stride": [9, 9]}},
        {"token": 3, "setting": SETTING.to_state() | {"image": [[["1"]]]}},
    ],
    ids=["nothing", "number", "empty", "older example", "no setting", "too far", "text"],
)
def test_anything_else_is_not(sent):
    assert stepper._reported(sent, 3, ConvolutionSetting.from_state) is None
