"""The examples of the steppers: the lectures' numbers, and what each one claims."""

import numpy as np
import pytest

from lib.kernels import KERNELS
from lib.presets import CONVOLUTIONS, POOLINGS
from lib.translation import SOURCE_LANGUAGE
from lib.ui import lesson


def map_of(name, filter_=0):
    return CONVOLUTIONS[name].setting.output()[..., filter_]


def pooled(name):
    return POOLINGS[name].setting.output()[..., 0].tolist()


def test_binary_picture():
    assert map_of("binary").tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_blur():
    assert map_of("blur") == pytest.approx(116.9)


def test_curve_detector():
    assert map_of("curve").tolist() == [[6600]]
    assert map_of("no-curve").tolist() == [[0]]
    kernel = np.array(CONVOLUTIONS["curve"].setting.kernels)[..., 0, 0]
    assert kernel.tolist() == np.array(KERNELS["curve"].weights).tolist()


def test_vertical_edges_have_two_signs():
    assert map_of("edges").tolist() == [[54, 54, -54, -54]] * 3


def test_two_filters():
    setting = CONVOLUTIONS["two-filters"].setting
    assert setting.weights().shape == (5, 5, 1, 2)
    assert np.allclose(map_of("two-filters", 0), map_of("two-filters", 1).T)
    assert np.abs(map_of("two-filters")).max() > 0


def test_colour():
    setting = CONVOLUTIONS["colour"].setting
    assert setting.weights().shape == (3, 3, 3, 2)
    assert setting.bias == (0.0, 1.0)
    red, green = np.moveaxis(np.array(setting.image)[..., :2], -1, 0)
    assert map_of("colour")[0, 0] == red[:3, :3].sum() - green[:3, :3].sum() > 0


def test_stride_does_not_reach_the_last_row():
    setting = CONVOLUTIONS["stride"].setting
    assert (np.shape(setting.image), map_of("stride").shape) == ((6, 6, 1), (2, 2))


def test_same_keeps_the_size_and_the_middle():
    assert map_of("same").shape == (5, 5)
    assert np.array_equal(map_of("same")[1:-1, 1:-1], map_of("binary"))


def test_uneven_padding_goes_below_and_to_the_right():
    image = np.pad(np.array(CONVOLUTIONS["uneven"].setting.image)[..., 0], ((0, 1), (0, 1)))
    expected = [[image[y : y + 3, x : x + 3].sum() for x in (0, 2)] for y in (0, 2)]
    assert map_of("uneven").tolist() == expected


def test_dilation():
    image = np.array(CONVOLUTIONS["dilation"].setting.image)[..., 0]
    assert map_of("dilation")[0, 0] == image[:5:2, :5:2].sum()


def test_one_pixel_shows_the_kernel_turned():
    assert map_of("turned").tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


@pytest.mark.parametrize(("name", "expected"), [
    ("lecture", [[6, 8], [3, 4]]),
    ("average", [[3.25, 5.25], [2, 2]]),
    ("minimum", [[1, 2], [1, 0]]),
    ("overlap", [[17, 19], [31, 33]]),
    ("left-over", [[9, 2], [2, 2]]),
    ("padded", [[3.75, 2, 2], [2, 1.5, 2], [2, 2, 2]]),
])  # fmt: skip
def test_poolings(name, expected):
    assert pooled(name) == expected


@pytest.mark.parametrize(
    ("page", "presets"), [("convolution", CONVOLUTIONS), ("pooling", POOLINGS)]
)
def test_every_example_is_explained(page, presets):
    parts = lesson.parts(lesson.LESSONS / SOURCE_LANGUAGE / f"{page}.md")
    named = {part.removeprefix("preset-") for part in parts if part.startswith("preset-")}
    assert named == set(presets) == {preset.name for preset in presets.values()}
