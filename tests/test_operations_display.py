import numpy as np
import pytest

from lib import figures_pictures
from lib.operations import fitted, run, shown, step
from lib.operations.pipeline import Cache

SIGNED = np.array([[-0.5, 0.0, 0.25]])


@pytest.mark.parametrize(
    ("image", "stretch", "how", "picture"),
    [
        (np.array([[0, 9, 255]], np.uint8), False, "as it is", [[0, 9, 255]]),
        (np.array([[10, 20, 30]], np.uint8), True, "stretched", [[0, 128, 255]]),
        (np.array([[False, True]]), True, "bits", [[0, 255]]),
        (np.array([[0.0, 0.25, 1.0]]), False, "times 255", [[0, 64, 255]]),
        (np.array([[0.0, 0.1, 0.2]]), True, "stretched", [[0, 128, 255]]),
        (np.array([[0.0, 90.0, 180.0]]), False, "stretched", [[0, 128, 255]]),
        (np.array([[0.5, 0.5]]), True, "times 255", [[128, 128]]),
    ],
)
def test_unsigned(image, stretch, how, picture):
    result = shown(image, stretch=stretch)
    assert (result.how, result.picture.tolist()) == (how, picture)


def test_absolute():
    result = shown(SIGNED, "absolute")
    assert (result.picture.tolist(), result.low, result.high) == ([[255, 0, 128]], 0, 0.5)


def test_centred():
    result = shown(SIGNED, "centred")
    assert (result.picture.tolist(), result.low, result.high) == ([[0, 128, 191]], -0.5, 0.5)


def test_colours_are_orange_below_and_teal_above_zero():
    picture = shown(SIGNED, "colour").picture.astype(int)
    assert picture.shape == (1, 3, 3)
    (orange, pale, teal) = picture[0]
    assert orange[0] > orange[1] > orange[2]
    assert teal[1] > teal[0]
    assert pale.min() > 230


def test_signed_colours_are_shown_around_grey():
    result = shown(np.dstack([SIGNED] * 3), "colour")
    assert result.how == "centred"
    assert result.picture[..., 0].tolist() == [[0, 128, 191]]


@pytest.mark.parametrize("shape", [(100, 200), (100, 200, 3), (1, 7), (30, 30)])
def test_fitted(shape):
    picture = np.full(shape, 7, np.uint8)
    small = fitted(picture, 50)
    assert max(small.shape[:2]) <= 50
    assert small.ndim == picture.ndim
    assert (small == 7).all()


def test_a_histogram_is_a_line_for_each_channel():
    picture = np.random.default_rng(0).integers(0, 256, (20, 20, 3), np.uint8)
    results = run(picture, [step("grey")], Cache()).results
    for result, names in zip(results, (["R", "G", "B"], ["Grey"]), strict=True):
        borders, series = result.histogram
        figure = figures_pictures.histogram(borders, series, names, "Pixels")
        assert [trace.name for trace in figure.data] == names
        assert sum(sum(trace.y) for trace in figure.data) == result.picture.size
