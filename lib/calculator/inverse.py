"""The inverse question: which settings turn a side of A pixels into one of B?

Standard library only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lib.arithmetic import ArithmeticSettingError, Padding
from lib.calculator.derivation import Side
from lib.calculator.notation import Kind

FAMILIES: Final[tuple[Kind, ...]] = ("Conv2D", "MaxPooling2D", "Conv2DTranspose")


@dataclass(frozen=True)
class Ranges:
    """How far to look; every number is the greatest one tried.

    Attributes
    ----------
    kernel, stride, padding, dilation : int
        Kernels and strides start at 1, paddings by a number at 0.
    """

    kernel: int = 7
    stride: int = 4
    padding: int = 3
    dilation: int = 3


@dataclass(frozen=True)
class Solution:
    """Settings along one side that turn the one size into the other.

    Attributes
    ----------
    type : str
        Keras's name of the layer.
    side : lib.calculator.derivation.Side
    missed : tuple[int, ...]
        The pixels that no window reaches, counted from 0. For a transposed convolution these are
        pixels of its output, which hold nothing but the bias.
    """

    type: Kind
    side: Side
    missed: tuple[int, ...]


def solve(start: int, goal: int, ranges: Ranges = Ranges()) -> list[Solution]:
    """Return every setting in the ranges that turns `start` pixels into `goal`, the usual first.

    Convolutions and transposed convolutions are tried with every padding, pooling with ``valid``
    and ``same`` alone, because Keras's pooling knows no other. A stride and a dilation that are
    both above 1 are left out: Keras refuses them. A padding of 0 is ``valid`` and listed once;
    only where Keras's ``valid`` makes something else, in a transposed convolution whose kernel is
    shorter than its stride, are both tried.

    Parameters
    ----------
    start, goal : int
        Sides in pixels, at least 1.
    ranges : Ranges

    Examples
    --------
    >>> [(found.type, found.side.kernel, found.side.stride, found.side.padding)
    ...  for found in solve(28, 14, Ranges(kernel=3, stride=2, padding=0, dilation=1))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('Conv2D', 3, 2, 'same'), ('Conv2D', 2, 2, 'same'), ('Conv2D', 2, 2, 'valid'),
     ('Conv2D', 1, 2, 'same'), ('Conv2D', 1, 2, 'valid'),
     ('MaxPooling2D', 2, 2, 'valid'), ('MaxPooling2D', 2, 2, 'same'),
     ('MaxPooling2D', 3, 2, 'same'), ('MaxPooling2D', 1, 2, 'valid'),
     ('MaxPooling2D', 1, 2, 'same')]
    """
    found = [
        Solution(kind, side, side.slide().missed())
        for kind, side in _candidates(start, ranges)
        if _makes(side, goal)
    ]
    return sorted(found, key=_unusual)


def _candidates(start: int, ranges: Ranges) -> Iterator[tuple[Kind, Side]]:
    for kernel in range(1, ranges.kernel + 1):
        for stride in range(1, ranges.stride + 1):
            for kind in FAMILIES:
                dilations = 1 if kind == "MaxPooling2D" or stride > 1 or kernel == 1 else None
                for dilation in range(1, (dilations or ranges.dilation) + 1):
                    for padding in _paddings(kind, kernel, stride, ranges.padding):
                        transposed = kind == "Conv2DTranspose"
                        yield kind, Side(start, kernel, stride, padding, dilation, transposed)


def _paddings(kind: Kind, kernel: int, stride: int, most: int) -> Iterator[Padding]:
    yield "valid"
    yield "same"
    if kind == "Conv2DTranspose" and kernel < stride:
        yield 0
    if kind != "MaxPooling2D":
        yield from range(1, most + 1)


def _makes(side: Side, goal: int) -> bool:
    try:
        return side.output() == goal
    except ArithmeticSettingError:
        return False


# How unusual each choice is, from 0; what people build networks from is small and odd.
_KERNEL: Final = {3: 0, 5: 1, 1: 2, 7: 2}
_POOL: Final = {2: 0, 3: 1, 1: 6}


def _unusual(solution: Solution) -> tuple[int, int, int, int, int, str]:
    """Return a key by which usual settings come first, family by family."""
    side = solution.side
    if solution.type == "MaxPooling2D":
        window = _POOL.get(side.kernel, side.kernel)
        # Windows side by side, without a rest, are what pooling is for.
        padding = int(side.padding == "same")
        steps = 2 * abs(side.kernel - side.stride)
    else:
        window = _KERNEL.get(side.kernel, 3 + side.kernel // 2)
        half = side.dilation * (side.kernel - 1) // 2
        padding = {"same": 0, "valid": 1, half: 2}.get(side.padding, 4)
        steps = 2 * max(side.stride - 2, 0)
    holes = 3 * (side.stride > side.kernel) + (len(solution.missed) > 0)
    score = window + padding + steps + holes + 3 * (side.dilation - 1)
    family = FAMILIES.index(solution.type)
    return family, score, side.kernel, side.stride, side.dilation, str(side.padding)
