"""Pictures for filters: in numbers and in code, which must agree."""

import numpy as np
import pytest
from skimage import io

from lib import scenes


def run(code):
    names = {}
    exec(code, names)  # the code that the page shows
    return names["picture"]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", ["chelsea", "camera", "checkerboard"])
def test_code_of_a_sample(name, channels):
    scene = scenes.sample(name)
    values = scene.values(channels)
    assert values.shape[2] == channels
    assert max(values.shape) <= scenes.LONGEST_SIDE
    assert 0 <= values.min() < values.max() <= 1
    assert np.array_equal(run(scene.to_code(channels)), values)


@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 3), (400, 3)])
def test_code_of_an_upload(shape, tmp_path):
    picture = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    file = str(tmp_path / "it's mine.png")
    io.imsave(file, picture, check_contrast=False)
    scene = scenes.upload(picture, file)
    assert np.array_equal(run(scene.to_code(1)), scene.values(1))


@pytest.mark.parametrize("channels", [(), (3,)])
def test_code_of_a_large_photograph(channels, tmp_path):
    picture = np.random.default_rng(1).integers(0, 256, (1203, 901, *channels), np.uint8)
    file = str(tmp_path / "photo.png")
    io.imsave(file, picture, check_contrast=False)
    scene = scenes.upload(picture, file)
    assert scene.picture.shape[:2] == (601, 450)
    assert np.array_equal(run(scene.to_code(1)), scene.values(1))


def test_a_digit_is_taken_as_it_is():
    values = scenes.digit(5).values(1)
    assert values.shape == (28, 28, 1)
    assert np.array_equal(values[..., 0] * 255, scenes.digit(5).picture)


def test_grey_from_colour_weighs_the_channels():
    scene = scenes.upload(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8), "x.png")
    assert scene.values(1).ravel() == pytest.approx([0.2125, 0.7154, 0.0721])
