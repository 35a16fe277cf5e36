"""Sizes, reach and work found by doing it: windows walked, products counted one by one.

Written from the definitions, without a formula.
"""

from collections import Counter


def walked(size, kernel, stride, dilation, before=0, after=0):
    """Lay windows on a padded side, from its first cell on, as long as every weight is inside.

    Return the list of windows, each the list of its cells, counted from the first padding cell.
    """
    board = before + size + after
    windows = []
    first = 0
    while True:
        window, cell = [], first
        for _ in range(kernel):
            window.append(cell)
            cell += dilation
        if window[-1] > board - 1:
            return windows
        windows.append(window)
        first += stride


def padded_for_same(size, kernel, stride, dilation):
    """Add a zero after and a zero before in turn until there are as many windows as strides."""
    wanted = len(range(0, size, stride))
    before = after = 0
    while len(walked(size, kernel, stride, dilation, before, after)) < wanted:
        if before == after:
            after += 1
        else:
            before += 1
    return before, after


def never_read(size, kernel, stride, dilation, before, after):
    """Return the cells of the input, counted from 0, that are in no window."""
    read = Counter(
        cell for window in walked(size, kernel, stride, dilation, before, after) for cell in window
    )
    return [cell for cell in range(size) if not read[cell + before]]


def painted(size, kernel, stride, dilation):
    """Let every value paint its kernel; return how many values have painted each cell."""
    paint = Counter()
    for value in range(size):
        for weight in range(kernel):
            paint[value * stride + weight * dilation] += 1
    return paint


def products_of_a_convolution(rows, columns, kernel, channels, filters):
    """Count the products of a convolution with so many output rows and columns."""
    count = 0
    for _ in range(rows):
        for _ in range(columns):
            for _ in range(filters):
                for _ in range(kernel[0]):
                    for _ in range(kernel[1]):
                        for _ in range(channels):
                            count += 1
    return count


def span_of_readers(size, kernel, stride, dilation):
    """Return how many neighbouring values at most paint one and the same cell, from end to end."""
    seen = {}
    for value in range(size):
        for weight in range(kernel):
            seen.setdefault(value * stride + weight * dilation, []).append(value)
    return max(max(values) - min(values) + 1 for values in seen.values())


def settings_that_turn(start, goal, kernels, strides, paddings, dilations):
    """Try every setting by walking; return those that do it.

    Each is (kind, kernel, stride, padding, dilation).
    """
    found = set()
    for kernel in kernels:
        for stride in strides:
            for dilation in dilations:
                if dilation > 1 and (stride > 1 or kernel == 1):
                    continue
                for padding in ("valid", "same", *paddings):
                    ends = (padding, padding)
                    if padding == "valid":
                        ends = (0, 0)
                    elif padding == "same":
                        ends = padded_for_same(start, kernel, stride, dilation)
                    count = len(walked(start, kernel, stride, dilation, *ends))
                    if padding == "same":
                        count = len(range(0, start, stride))
                    if count == goal:
                        found.add(("Conv2D", kernel, stride, padding, dilation))
                        if dilation == 1 and isinstance(padding, str):
                            found.add(("MaxPooling2D", kernel, stride, padding, 1))
                    if _grown(start, kernel, stride, padding, dilation) == goal:
                        found.add(("Conv2DTranspose", kernel, stride, padding, dilation))
    return found


def _grown(size, kernel, stride, padding, dilation):
    last = max(painted(size, kernel, stride, dilation))
    if padding == "same":
        return len(range(size)) * stride
    if padding == "valid":
        # Keras gives every value room for a whole stride.
        return max(last + 1, size * stride)
    return last + 1 - padding - padding
