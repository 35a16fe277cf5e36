"""Plain definitions of what `lib.digits` finds, pixel by pixel, and digits to find it in."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def ink_pixels(picture: Array) -> list[tuple[int, int]]:
    """Return the rows and columns of all pixels above 0."""
    height, width = picture.shape
    return [(r, c) for r in range(height) for c in range(width) if picture[r, c] > 0]


def ink_box(picture: Array) -> tuple[int, int, int, int]:
    """Return top, left, bottom, right of the ink; the last two are the first outside."""
    rows = [row for row, _ in ink_pixels(picture)]
    columns = [column for _, column in ink_pixels(picture)]
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def mass_centre(picture: Array) -> tuple[float, float]:
    """Return the mean row and column, each pixel counted as often as it is bright."""
    total = row_sum = column_sum = 0
    for row, column in ink_pixels(picture):
        value = int(picture[row, column])
        total += value
        row_sum += value * row
        column_sum += value * column
    return row_sum / total, column_sum / total


def enlarged(picture: Array, times: int) -> Array:
    """Return the picture with every pixel repeated in both directions."""
    return picture.repeat(times, axis=0).repeat(times, axis=1)


def photograph(digit: Array, *, paper: int, depth: int, slope: int, noise: float) -> Array:
    """Return a digit as a camera may see it, of shape (600, 480), uint8.

    Parameters
    ----------
    digit : ndarray of shape (28, 28), uint8
        Light ink on black.
    paper : int
        Grey level in the middle of the sheet.
    depth : int
        How much darker the ink is there.
    slope : int
        Grey levels between the darkest and the lightest corner of the sheet.
    noise : float
        Standard deviation, in grey levels.
    """
    ink = np.zeros((600, 480))
    ink[100:380, 60:340] = enlarged(digit, 10) / 255
    rows, columns = np.mgrid[:600, :480]
    light = paper + slope * ((rows / 599 + columns / 479) / 2 - 0.5)
    seen = light * (1 - depth / paper * ink)
    seen += np.random.default_rng(3).normal(0, noise, seen.shape)
    return np.clip(np.round(seen), 0, 255).astype(np.uint8)
