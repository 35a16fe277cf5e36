"""Examples for the steppers: the lectures' own, and one for every setting."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

import numpy as np

from lib.chains import edge_kernels
from lib.convolution import ConvolutionSetting
from lib.kernels import KERNELS
from lib.messages import N_
from lib.pooling import PoolingSetting

AnySetting = TypeVar("AnySetting", ConvolutionSetting, PoolingSetting)


@dataclass(frozen=True)
class Preset(Generic[AnySetting]):
    """An example with a name.

    Attributes
    ----------
    name : str
        What links call it; also the part of the lesson that says what to see.
    title : str
        An English phrase, marked for translation.
    setting : ConvolutionSetting or PoolingSetting
    """

    name: str
    title: str
    setting: AnySetting


_BINARY = ((1, 1, 1, 0, 0), (0, 1, 1, 1, 0), (0, 0, 1, 1, 1), (0, 0, 1, 1, 0), (0, 1, 1, 0, 0))
_DIAGONALS = ((1, 0, 1), (0, 1, 0), (1, 0, 1))

# L3, Fig. 4-3.
_GREY_PATCH = ((91, 46, 35), (141, 140, 135), (156, 153, 153))

# L1: a place of the picture with the curve, and one without it.
_CURVE_PATCH = (
    (0, 0, 0, 0, 0, 0, 30),
    (0, 0, 0, 0, 50, 50, 50),
    (0, 0, 0, 20, 50, 0, 0),
    (0, 0, 0, 50, 50, 0, 0),
    (0, 0, 0, 50, 50, 0, 0),
    (0, 0, 0, 50, 50, 0, 0),
    (0, 0, 0, 50, 50, 0, 0),
)
_OTHER_PATCH = (
    (0, 0, 0, 0, 0, 0, 0),
    (0, 40, 0, 0, 0, 0, 0),
    (40, 0, 40, 0, 0, 0, 0),
    (40, 20, 0, 0, 0, 0, 0),
    (0, 50, 0, 0, 0, 0, 0),
    (0, 0, 50, 0, 0, 0, 0),
    (25, 25, 0, 50, 0, 0, 0),
)

_BAR = ((0, 0, 9, 9, 0, 0),) * 5  # a light bar on black
_COUNTING = np.arange(1, 50).reshape(7, 7)
_MEAN_OF_NINE = ((1, 1, 1), (1, 1, 1), (1, 1, 1))

# A red, a green and a blue corner, and white in the middle.
_COLOURS = np.zeros((5, 5, 3))
_COLOURS[:2, :2, 0] = _COLOURS[:2, 3:, 1] = _COLOURS[3:, :2, 2] = 1
_COLOURS[2, 2] = 1

# The first filter weighs red against green, the second looks for the right edge of something blue.
_COLOUR_FILTERS = np.zeros((3, 3, 3, 2))
_COLOUR_FILTERS[..., 0, 0], _COLOUR_FILTERS[..., 1, 0] = 1, -1
_COLOUR_FILTERS[:, 0, 2, 1], _COLOUR_FILTERS[:, 2, 2, 1] = 1, -1

_ONE_PIXEL = np.zeros((5, 5))
_ONE_PIXEL[2, 2] = 1
_CROSS = np.zeros((7, 7))
_CROSS[3, :] = _CROSS[:, 3] = 1

_of = ConvolutionSetting.of

_CONVOLUTIONS = (
    Preset("binary", N_("A binary picture (lecture)"), _of(_BINARY, _DIAGONALS)),
    Preset(
        "blur",
        N_("Blur: the worked value 116.9 (lecture)"),
        _of(_GREY_PATCH, KERNELS["blur_light"].weights),
    ),
    Preset(
        "curve",
        N_("Curve detector on its curve: 6600 (lecture)"),
        _of(_CURVE_PATCH, KERNELS["curve"].weights),
    ),
    Preset(
        "no-curve",
        N_("Curve detector elsewhere: 0 (lecture)"),
        _of(_OTHER_PATCH, KERNELS["curve"].weights),
    ),
    Preset(
        "edges",
        N_("Vertical edges (lecture)"),
        _of(_BAR, KERNELS["edges_vertical"].weights),
    ),
    Preset(
        "two-filters",
        N_("Two filters, [5, 5, 1, 2] (lecture)"),
        _of(_CROSS, edge_kernels() * 23),
    ),
    Preset(
        "colour",
        N_("Three channels, two filters"),
        _of(_COLOURS, _COLOUR_FILTERS, bias=(0, 1)),
    ),
    Preset("stride", N_("Stride 2"), _of(_COUNTING[:6, :6], _MEAN_OF_NINE, stride=2)),
    Preset("same", N_("Padding that keeps the size"), _of(_BINARY, _DIAGONALS, padding="same")),
    Preset(
        "uneven",
        N_("Keras's uneven padding"),
        _of(_COUNTING[:4, :4], _MEAN_OF_NINE, stride=2, padding="same"),
    ),
    Preset("dilation", N_("Dilation 2"), _of(_COUNTING, _MEAN_OF_NINE, dilation=2)),
    Preset(
        "turned",
        N_("Cross-correlation or convolution?"),
        _of(_ONE_PIXEL, np.arange(1, 10).reshape(3, 3)),
    ),
)

_LECTURE_POOLING = ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4))
_SPECKLED = ((2, 2, 2, 2, 2), (2, 9, 2, 2, 2), (2, 2, 2, 2, 2), (2, 2, 2, 0, 2), (2, 2, 2, 2, 2))

_POOLINGS = (
    Preset("lecture", N_("Max pooling (lecture)"), PoolingSetting.of(_LECTURE_POOLING)),
    Preset("average", N_("Average"), PoolingSetting.of(_LECTURE_POOLING, mode="average")),
    Preset("minimum", N_("Minimum"), PoolingSetting.of(_LECTURE_POOLING, mode="min")),
    Preset(
        "overlap",
        N_("Windows that overlap: size 3, stride 2"),
        PoolingSetting.of(_COUNTING[:5, :5], 3, stride=2),
    ),
    Preset("left-over", N_("A row and a column left over"), PoolingSetting.of(_SPECKLED)),
    Preset(
        "padded",
        N_("Padding: nothing is left over"),
        PoolingSetting.of(_SPECKLED, padding="same", mode="average"),
    ),
)

#: By name, in the order in which to offer them.
CONVOLUTIONS: Mapping[str, Preset[ConvolutionSetting]] = MappingProxyType(
    {preset.name: preset for preset in _CONVOLUTIONS}
)
POOLINGS: Mapping[str, Preset[PoolingSetting]] = MappingProxyType(
    {preset.name: preset for preset in _POOLINGS}
)
