"""Convolution and pooling as they are defined, one product and one comparison at a time."""

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Pair = tuple[int, int]


def zeros_before(size: int, reach: int, stride: int, padding: str | int) -> tuple[int, int]:
    """Return how many cells are added in front of one side, and how many windows there are."""
    if padding == "same":
        count = math.ceil(size / stride)
        lacking = max(stride * (count - 1) + reach - size, 0)
        return math.floor(lacking / 2), count
    before = 0 if padding == "valid" else int(padding)
    starts = [s for s in range(-before, size + before) if s + reach <= size + before]
    return before, len(starts[::stride])


def correlation(
    image: Array, kernels: Array, stride: Pair, padding: str | int, dilation: Pair, bias: Array
) -> Array:
    """Return the maps of shape (OH, OW, Cout), product by product."""
    height, width, channels = image.shape
    rows, columns, _, filters = kernels.shape
    top, high = zeros_before(height, (rows - 1) * dilation[0] + 1, stride[0], padding)
    left, wide = zeros_before(width, (columns - 1) * dilation[1] + 1, stride[1], padding)
    maps = np.zeros((high, wide, filters))
    for y, x, f in product(range(high), range(wide), range(filters)):
        total = float(bias[f])
        for i, j, c in product(range(rows), range(columns), range(channels)):
            row = y * stride[0] - top + i * dilation[0]
            column = x * stride[1] - left + j * dilation[1]
            if 0 <= row < height and 0 <= column < width:
                total += image[row, column, c] * kernels[i, j, c, f]
        maps[y, x, f] = total
    return maps


def pooling_cells(
    shape: Pair, size: Pair, stride: Pair, padding: str
) -> Iterator[tuple[Pair, list[Pair]]]:
    """Yield every output cell with the real cells that its window holds, row by row."""
    top, high = zeros_before(shape[0], size[0], stride[0], padding)
    left, wide = zeros_before(shape[1], size[1], stride[1], padding)
    for y, x in product(range(high), range(wide)):
        cells = [
            (y * stride[0] - top + i, x * stride[1] - left + j)
            for i, j in product(range(size[0]), range(size[1]))
        ]
        yield (y, x), [(r, c) for r, c in cells if 0 <= r < shape[0] and 0 <= c < shape[1]]


def pooled(
    image: Array, size: Pair, stride: Pair, padding: str, mode: str
) -> dict[Pair, tuple[float, Pair]]:
    """Return value and winner for each output cell of an image of shape (H, W).

    The winner of a mean is its first cell and means nothing.
    """
    found = {}
    for place, cells in pooling_cells((image.shape[0], image.shape[1]), size, stride, padding):
        best, total = cells[0], 0.0
        for cell in cells:
            total += image[cell]
            if (mode == "max" and image[cell] > image[best]) or (
                mode == "min" and image[cell] < image[best]
            ):
                best = cell
        found[place] = (total / len(cells) if mode == "average" else float(image[best]), best)
    return found
