import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib import samples
from lib.errors import PictureError


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_samples_are_pictures_small_enough_for_sliders(name):
    picture = samples.sample(name)
    assert picture.dtype == np.uint8
    assert picture.shape[2:] in ((), (3,))
    assert picture.shape[0] * picture.shape[1] <= samples.MOST_PIXELS
    assert samples.SAMPLES[name].title.endswith("grey") == (picture.ndim == 2)


def test_samples_come_from_the_installed_package_alone():
    """Without a network, and without pooch, which would use one."""
    script = """
import socket, sys
sys.modules["pooch"] = None
def refuse(*_): raise OSError("no network")
socket.socket.connect = refuse
from lib import samples
print(sum(samples.sample(name).size > 0 for name in samples.SAMPLES))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.stdout.strip() == str(len(samples.SAMPLES)), done.stderr


def test_a_sample_that_does_not_exist():
    with pytest.raises(PictureError, match=r"There is no sample picture '\.\./x'\. There are: c"):
        samples.sample("../x")


@pytest.mark.parametrize("label", range(10))
def test_digits(label):
    assert samples.digit(label).shape == (28, 28)


@pytest.mark.parametrize(
    ("shape", "side"),
    [((1000, 1000, 3), 1), ((1001, 1000), 2), ((4000, 3000, 3), 4), ((3, 900_000), 2)],
)
def test_reduced(shape, side):
    picture, squares = samples.reduced(np.full(shape, 9, np.uint8))
    assert squares == side
    assert picture.shape == (shape[0] // side, shape[1] // side, *shape[2:])
    assert (picture == 9).all()
    assert picture.dtype == np.uint8


def test_reduced_pixels_are_means():
    picture = np.random.default_rng(0).integers(0, 256, (11, 13, 3), np.uint8)
    small, side = samples.reduced(picture, most=20)
    for row, column, channel in np.ndindex(small.shape):
        block = picture[
            row * side : row * side + side, column * side : column * side + side, channel
        ]
        assert abs(small[row, column, channel] - block.mean()) <= 0.5
