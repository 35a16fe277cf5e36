"""What pooling keeps when a picture is moved by a pixel, or when there is noise in it."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lib.convolution import correlate
from lib.pooling import pool
from lib.sliding import Mode

Array: TypeAlias = npt.NDArray[np.float64]

#: Values that differ by no more than this share of the greatest one count as the same.
TOLERANCE = 0.05
MODES: tuple[Mode, ...] = ("max", "average", "min")


@dataclass(frozen=True, eq=False)
class Comparison:
    """A map of the picture as it was beside the same map of the disturbed picture.

    Attributes
    ----------
    before, after : ndarray of shape (H, W), float64
    """

    before: Array
    after: Array

    @property
    def relative_difference(self) -> float:
        """Return the length of the difference over the length of the first map.

        0 when nothing changed; 1 when the difference is as long as the map itself.
        """
        length = float(np.linalg.norm(self.before))
        return float(np.linalg.norm(self.after - self.before)) / length if length else 0.0

    @property
    def limit(self) -> float:
        """Return the greatest value of both maps: the end of their common colour scale."""
        return float(max(np.abs(self.before).max(), np.abs(self.after).max()))

    @property
    def kept(self) -> float:
        """Return the share of values that stayed the same, up to `TOLERANCE`.

        Places where both maps have (almost) nothing do not count: there is nothing to keep.
        """
        tolerance = TOLERANCE * float(np.abs(self.before).max())
        alive = np.maximum(np.abs(self.before), np.abs(self.after)) > tolerance
        same = np.abs(self.after - self.before) <= tolerance
        return float(same[alive].mean()) if alive.any() else 1.0


def shifted(picture: Array, rows: int, columns: int) -> Array:
    """Move a picture; what comes in from outside repeats the border.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float
    rows, columns : int
        Pixels down and to the right; negative ones up and to the left.

    Examples
    --------
    >>> shifted(np.array([[1.0, 2.0, 3.0]]), 0, 1).tolist()
    [[1.0, 1.0, 2.0]]
    """
    height, width = picture.shape
    down = np.clip(np.arange(height) - rows, 0, height - 1)
    right = np.clip(np.arange(width) - columns, 0, width - 1)
    return picture[down][:, right]


def noisy(picture: Array, strength: float, seed: int) -> Array:
    """Add Gaussian noise to every pixel.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float
        Between 0 and 1.
    strength : float
        Standard deviation of the noise; the picture's whole range is 1. Values are not clipped, so
        that dark and light places are disturbed alike.
    seed : int
    """
    noise = np.random.default_rng(seed).standard_normal(picture.shape)
    return picture + strength * noise


def feature_map(picture: Array, kernel: Array) -> Array:
    """Return the absolute value of a filter's answer, no padding.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float
    kernel : ndarray of shape (kh, kw), float
    """
    answer = correlate(picture[..., None], kernel[..., None, None])
    return np.abs(answer[..., 0])


def compare(picture: Array, disturbed: Array, kernel: Array, size: int) -> dict[str, Comparison]:
    """Return the map of both pictures, and each kind of pooling of the map.

    Parameters
    ----------
    picture, disturbed : ndarray of shape (H, W), float
    kernel : ndarray of shape (kh, kw), float
    size : int
        Side of the pooling window and its stride.

    Returns
    -------
    dict
        A `Comparison` for "map", "max", "average" and "min".
    """
    before, after = (feature_map(each, kernel) for each in (picture, disturbed))
    comparisons = {"map": Comparison(before, after)}
    for mode in MODES:
        comparisons[mode] = Comparison(pool(before, size, mode=mode), pool(after, size, mode=mode))
    return comparisons


def halvings(picture: Array, kernel: Array) -> list[Array]:
    """Return a feature map of the picture's size, and what pooling by 2 makes of it, three times.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float
        At least 8 pixels high and wide.
    kernel : ndarray of shape (kh, kw), float

    Returns
    -------
    list of ndarray
        For a picture of 28 × 28: 28 × 28, 14 × 14, 7 × 7, 3 × 3.
    """
    answer = correlate(picture[..., None], kernel[..., None, None], padding="same")
    maps = [np.abs(answer[..., 0])]
    for _ in range(3):
        maps.append(pool(maps[-1], 2))
    return maps
