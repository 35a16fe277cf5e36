"""Independent oracles, written from the definitions with plain loops over plain lists."""


def chained(picture, kernels, bias, *, rectifier, cutoff, size, mode):
    """The lecture's chain: same convolution, rectifying, cut-off, same pooling (stride = size)."""
    height, width, channels = len(picture), len(picture[0]), len(picture[0][0])
    rows, columns = len(kernels), len(kernels[0])
    filters = len(kernels[0][0][0])
    top, left = (rows - 1) // 2, (columns - 1) // 2
    maps = []
    for y in range(height):
        maps.append([])
        for x in range(width):
            maps[y].append([])
            for f in range(filters):
                total = bias[f]
                for i in range(rows):
                    for j in range(columns):
                        for c in range(channels):
                            row, column = y + i - top, x + j - left
                            if 0 <= row < height and 0 <= column < width:
                                total += picture[row][column][c] * kernels[i][j][c][f]
                if rectifier == "absolute" and total < 0:
                    total = -total
                if rectifier == "relu" and total < 0:
                    total = 0
                if cutoff:
                    total = total - cutoff if total > cutoff else 0
                maps[y][x].append(total)
    return pooled(maps, size, mode)


def pooled(maps, size, mode):
    """Pooling with "same": windows over the border hold only what is there."""
    height, width, filters = len(maps), len(maps[0]), len(maps[0][0])
    spare = (-height % size, -width % size)
    result = []
    for y in range(0, height + spare[0], size):
        result.append([])
        for x in range(0, width + spare[1], size):
            window = [
                maps[row][column]
                for row in range(y - spare[0] // 2, y - spare[0] // 2 + size)
                for column in range(x - spare[1] // 2, x - spare[1] // 2 + size)
                if 0 <= row < height and 0 <= column < width
            ]
            values = [[place[f] for place in window] for f in range(filters)]
            pick = {"max": max, "min": min, "average": lambda v: sum(v) / len(v)}[mode]
            result[-1].append([pick(each) for each in values])
    return result


def flattened(values):
    """Every number of a nested list, in the order in which it is written."""
    if not isinstance(values, list):
        return [values]
    return [number for part in values for number in flattened(part)]
