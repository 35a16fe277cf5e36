"""Settings in links: short, exact, and nothing in them is trusted."""

import json
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import links
from lib.convolution import ConvolutionSetting
from lib.errors import LabError
from lib.pooling import PoolingSetting
from lib.presets import CONVOLUTIONS, POOLINGS

BINARY = CONVOLUTIONS["binary"].setting
LECTURE = POOLINGS["lecture"].setting
NUMBERS = st.one_of(st.integers(-9, 9), st.floats(-99, 99).map(lambda value: round(value, 2)))


@st.composite
def changed(draw):
    """An example of the page, changed as a reader may."""
    name = draw(st.sampled_from(list(CONVOLUTIONS)))
    state = CONVOLUTIONS[name].setting.to_state()
    state["bias"] = [draw(NUMBERS) for _ in state["bias"]]
    state["flip"] = draw(st.booleans())
    state["image"][0][0][0] = draw(NUMBERS)
    state["kernels"][-1][-1][-1][-1] = draw(NUMBERS)
    state["padding"] = draw(st.sampled_from(["valid", "same", 0, 2]))
    return name, ConvolutionSetting.from_state(state)


@settings(max_examples=60, deadline=None)
@given(changed())
def test_there_and_back(pair):
    name, setting = pair
    written = links.edits(CONVOLUTIONS[name].setting, setting)
    assert written is not None
    assert links.apply(CONVOLUTIONS[name].setting, written) == setting


@pytest.mark.parametrize("presets", [CONVOLUTIONS, POOLINGS], ids=["convolution", "pooling"])
def test_an_unchanged_example_needs_nothing(presets):
    for preset in presets.values():
        assert links.edits(preset.setting, preset.setting) == ""
        assert links.apply(preset.setting, "") == preset.setting


def test_what_is_too_long_is_not_written():
    numbers = random.Random(1)
    image = [[[round(numbers.random(), 9)] * 4 for _ in range(12)] for _ in range(12)]
    large = ConvolutionSetting.of(image, [[[[1.0]] * 4]])
    assert links.edits(BINARY, large) is None


@pytest.mark.parametrize("written", [
    "x", "[]", "3", "null", "{", '{"colour":1}', "[" * 1400, "x" * 1501, '{"image":[[[1]]],"x":1}',
])  # fmt: skip
def test_damaged_links(written):
    with pytest.raises(links.LinkError, match="The link's changes cannot be read: "):
        links.apply(BINARY, written)


@pytest.mark.parametrize("written", [
    '{"stride":[0,1]}', '{"stride":[1.5,1]}', '{"padding":"full"}', '{"padding":99}',
    '{"image":[]}', '{"image":[[["a"]]]}', '{"image":[[[NaN]]]}', '{"image":[[[Infinity]]]}',
    '{"image":[[[' + "9" * 400 + "]]]}", '{"kernels":[[[[1,1]]]]}', '{"bias":[1,2]}', '{"flip":1}',
    '{"dilation":[4,4]}', '{"stride":[' + "9" * 400 + ",1]}", '{"image":[[[1]]]}',
])  # fmt: skip
def test_what_the_stepper_cannot_do_is_refused(written):
    with pytest.raises(LabError):
        links.apply(BINARY, written)


@settings(max_examples=80, deadline=None)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3), max_leaves=12,
), st.sampled_from(list(LECTURE.to_state())))  # fmt: skip
def test_anything_at_all_is_a_setting_or_a_sentence(value, name):
    with suppress(LabError):
        assert isinstance(links.apply(LECTURE, json.dumps({name: value})), PoolingSetting)
