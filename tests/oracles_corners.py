"""Plain definitions of what `lib.corners` computes, pixel by pixel."""

import math

import numpy as np


def error(picture, row, column, size, dx, dy):
    """The sum of squared differences between a shifted window and the window."""
    half, total = size // 2, 0.0
    for y in range(row - half, row + half + 1):
        for x in range(column - half, column + half + 1):
            total += (picture[y + dy, x + dx] - picture[y, x]) ** 2
    return total


def moravec(picture, size):
    """The least of the four errors, 0 where a window leaves the picture."""
    height, width = picture.shape
    edge = size // 2 + 1
    response = np.zeros(picture.shape)
    for row in range(edge, height - edge):
        for column in range(edge, width - edge):
            response[row, column] = min(
                error(picture, row, column, size, dx, dy)
                for dx, dy in ((1, 0), (0, 1), (1, 1), (-1, 1))
            )
    return response


def tensor(picture, row, column, size):
    """Sums of products of central differences."""
    half, xx, xy, yy = size // 2, 0.0, 0.0, 0.0
    for y in range(row - half, row + half + 1):
        for x in range(column - half, column + half + 1):
            slope_x = (picture[y, x + 1] - picture[y, x - 1]) / 2
            slope_y = (picture[y + 1, x] - picture[y - 1, x]) / 2
            xx, xy, yy = xx + slope_x**2, xy + slope_x * slope_y, yy + slope_y**2
    return [[xx, xy], [xy, yy]]


def eigenvalues(matrix):
    """The two solutions of λ² − (a + d) λ + (ad − b²) = 0, the greater first."""
    (a, b), (_, d) = matrix
    middle, reach = (a + d) / 2, math.hypot((a - d) / 2, b)
    return middle + reach, middle - reach


def harris(picture, sigma, k):
    """det M − k (trace M)² of Sobel's gradients under a Gaussian; border pixels are repeated."""
    height, width = picture.shape
    radius = int(4 * sigma + 0.5)

    def at(y, x):
        return picture[min(max(y, 0), height - 1), min(max(x, 0), width - 1)]

    sobel = ((-1, 1), (0, 2), (1, 1))

    def slopes(y, x):
        across = sum(
            w * (at(y + i, x + 1) - at(y + i, x - 1)) for i, w in ((-1, 1), (0, 2), (1, 1))
        )
        down = sum(w * (at(y + 1, x + i) - at(y - 1, x + i)) for i, w in sobel)
        return across, down

    weights = [math.exp(-(i**2) / (2 * sigma**2)) for i in range(-radius, radius + 1)]
    weights = [weight / sum(weights) for weight in weights]
    response = np.zeros(picture.shape)
    for row in range(height):
        for column in range(width):
            xx = xy = yy = 0.0
            for i, down_weight in enumerate(weights):
                for j, right_weight in enumerate(weights):
                    x, y = slopes(row + i - radius, column + j - radius)
                    weight = down_weight * right_weight
                    xx, xy, yy = xx + weight * x * x, xy + weight * x * y, yy + weight * y * y
            response[row, column] = xx * yy - xy**2 - k * (xx + yy) ** 2
    return response
