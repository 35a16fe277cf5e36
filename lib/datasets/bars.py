"""Bars: upright bars, level bars and crosses, drawn as by hand from a seed.

The pictures are made, not read: any number of them, always the same for the same seed.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.datasets.source import Arrays
from lib.messages import N_

SIDE = 28  # pixels
CLASS_NAMES = (N_("upright bar"), N_("level bar"), N_("cross"))
COUNTS = {"train": 90, "test": 300}

_UPRIGHT, _LEVEL, _CROSS = range(3)
_SEEDS = {"train": 90, "test": 28}
_DOTS = 64  # along one stroke: nearer to each other than a pixel


@dataclass(frozen=True)
class Generated:
    """The reader of the catalogue: draws a part instead of opening a file."""

    def __call__(self, part: str) -> Arrays:
        """Draw one part; each has a seed of its own."""
        return draw(COUNTS[part], _SEEDS[part])


def draw(count: int, seed: int) -> Arrays:
    """Draw so many pictures.

    Parameters
    ----------
    count : int
        How many, at least 0.
    seed : int
        The same seed draws the same pictures; with a larger count more follow after them.

    Returns
    -------
    images : ndarray of shape (count, 28, 28, 1), uint8
        Light ink on black, as MNIST.
    labels : ndarray of shape (count,), int64
        An index into `CLASS_NAMES`. Of every three pictures in a row each is another class.

    Examples
    --------
    >>> images, labels = draw(6, seed=1)
    >>> images.shape, np.bincount(labels).tolist()
    ((6, 28, 28, 1), [2, 2, 2])
    """
    rng = np.random.default_rng(seed)
    images = np.zeros((count, SIDE, SIDE, 1), np.uint8)
    labels = np.zeros(count, np.int64)
    for index in range(count):
        if index % 3 == 0:
            classes = rng.permutation(3)
        labels[index] = classes[index % 3]
        images[index, ..., 0] = _picture(int(labels[index]), rng)
    return images, labels


def _picture(label: int, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    strokes = []
    if label in (_UPRIGHT, _CROSS):
        strokes.append(_stroke(math.pi / 2, rng))
    if label in (_LEVEL, _CROSS):
        strokes.append(_stroke(0.0, rng))
    ink = np.maximum.reduce(strokes)
    pixels: npt.NDArray[np.uint8] = np.rint(255 * ink).astype(np.uint8)
    return pixels


def _stroke(direction: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw one stroke as a row of round dots; return the ink of every pixel, 0 to 1.

    A hand misses the middle, tilts and bends the stroke, presses unevenly, and now and then the
    pen gives no ink.
    """
    along = np.linspace(-0.5, 0.5, _DOTS) * rng.uniform(14.0, 20.0)
    across = _unsteady(rng) * rng.uniform(0.1, 0.8)
    tilt = direction + math.radians(float(np.clip(rng.normal(0.0, 4.5), -11.0, 11.0)))
    row, column = (SIDE - 1) / 2 + rng.uniform(-2.5, 2.5, 2)
    rows = row + along * math.sin(tilt) + across * math.cos(tilt)
    columns = column + along * math.cos(tilt) - across * math.sin(tilt)

    radius = rng.uniform(0.9, 1.7) * (1 + 0.18 * _unsteady(rng)) * _pointed(rng)
    pressure = np.clip(rng.uniform(0.8, 1.0) * (1 + 0.12 * _unsteady(rng)), 0.0, 1.0)
    return _dots(rows, columns, radius, pressure * _broken(rng))


def _dots(
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    radius: npt.NDArray[np.float64],
    pressure: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the ink of every pixel; where dots lie on each other, the strongest counts."""
    place = np.arange(SIDE)
    down = place[None, :, None] - rows[:, None, None]
    right = place[None, None, :] - columns[:, None, None]
    # A pixel on the rim of a dot is covered in part: that is what makes the edges soft.
    covered = np.clip(radius[:, None, None] + 0.5 - np.hypot(down, right), 0.0, 1.0)
    ink: npt.NDArray[np.float64] = (covered * pressure[:, None, None]).max(axis=0)
    return ink


def _unsteady(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return a smooth swaying along the stroke, between -1 and 1."""
    at = np.linspace(0.0, 1.0, _DOTS)
    slow, quick = rng.uniform(0.4, 1.0), rng.uniform(1.2, 2.6)
    first, second = rng.uniform(0.0, 2 * math.pi, 2)
    sway: npt.NDArray[np.float64] = 0.65 * np.sin(2 * math.pi * slow * at + first)
    sway += 0.35 * np.sin(2 * math.pi * quick * at + second)
    return sway


def _pointed(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return how much thinner the stroke is towards the end where the pen was lifted."""
    rise = np.clip(np.linspace(0.0, 1.0, _DOTS) / rng.uniform(0.1, 0.3), 0.0, 1.0)
    taper: npt.NDArray[np.float64] = 0.6 + 0.4 * rise
    return taper[::-1] if rng.random() < 0.7 else taper


def _broken(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return the flow of ink along the stroke: 1, and in one stroke of three a gap."""
    flow = np.ones(_DOTS)
    if rng.random() < 1 / 3:
        start, length = int(rng.integers(10, _DOTS - 20)), int(rng.integers(6, 12))
        flow[start : start + length] = rng.uniform(0.0, 0.5)
    return flow
