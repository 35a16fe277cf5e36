"""Naive versions of picture operations, written from their definitions: loops over pixels."""

import math

import numpy as np


def mirrored(index: int, size: int) -> int:
    """Return the index that a mirror at the border shows: … 1 0 | 0 1 2 | 2 1 …"""
    while not 0 <= index < size:
        index = -index - 1 if index < 0 else 2 * size - index - 1
    return index


def repeated(index: int, size: int) -> int:
    """Return the index of the nearest pixel that exists."""
    return min(max(index, 0), size - 1)


def neighbourhood(image, row, column, rows, columns, beyond):
    """Return the window around a pixel as a list, row by row."""
    top, left = row - rows // 2, column - columns // 2
    return [
        float(image[beyond(y, image.shape[0]), beyond(x, image.shape[1])])
        for y in range(top, top + rows)
        for x in range(left, left + columns)
    ]


def over_channels(function, image):
    """Apply a function of a table to each channel."""
    if image.ndim == 2:
        return function(image)
    return np.stack([function(image[..., channel]) for channel in range(image.shape[2])], axis=-1)


def correlate(image, weights):
    """Lay the weights over every pixel, multiply, add up; mirror at the border."""
    rows, columns = len(weights), len(weights[0])
    flat = [weight for line in weights for weight in line]

    def table(channel):
        height, width = channel.shape
        made = np.zeros((height, width))
        for row in range(height):
            for column in range(width):
                window = neighbourhood(channel, row, column, rows, columns, mirrored)
                made[row, column] = sum(
                    weight * pixel for weight, pixel in zip(flat, window, strict=True)
                )
        return made

    return over_channels(table, image)


def mean(image, size):
    return correlate(image, [[1 / size**2] * size] * size)


def median(image, size):
    def table(channel):
        made = np.zeros(channel.shape)
        for row, column in np.ndindex(channel.shape):
            window = sorted(neighbourhood(channel, row, column, size, size, repeated))
            made[row, column] = window[len(window) // 2]
        return made

    return over_channels(table, image)


def grey(image):
    """Return the weighted colours of a picture of floats."""
    made = np.zeros(image.shape[:2])
    for row, column in np.ndindex(made.shape):
        red, green, blue = image[row, column]
        made[row, column] = 0.2125 * red + 0.7154 * green + 0.0721 * blue
    return made


def edges(image, smooth, direction):
    """Return the difference across, smoothed along by the given weights."""
    total = sum(smooth)
    level = [[sign * weight / total for weight in smooth] for sign in (-1, 0, 1)]
    upright = [list(line) for line in zip(*level, strict=True)]
    if direction == "horizontal":
        return correlate(image, level)
    if direction == "vertical":
        return correlate(image, upright)
    h, v = correlate(image, level), correlate(image, upright)
    made = np.zeros(image.shape)
    for place in np.ndindex(image.shape):
        made[place] = math.sqrt((h[place] ** 2 + v[place] ** 2) / 2)
    return made


def otsu_variance(levels, threshold):
    """Return how unlike the two groups are: the variance between them."""
    dark = [level for level in levels if level <= threshold]
    light = [level for level in levels if level > threshold]
    if not dark or not light:
        return 0.0
    share = len(dark) / len(levels)
    distance = sum(dark) / len(dark) - sum(light) / len(light)
    return share * (1 - share) * distance**2
