"""Named kernels: small tables of weights that are laid over a picture.

Every kernel is in the orientation of a cross-correlation, which is what a convolution layer
computes: the weight at the upper left is multiplied by the pixel at the upper left. Edge kernels
are therefore positive where the picture gets lighter to the right, or downwards; the lecture's wide
ones are positive where it gets darker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from lib.messages import N_

Weights = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Kernel:
    """A kernel with a name.

    Attributes
    ----------
    name : str
        What code and links call it.
    title : str
        What a page calls it; English, to be translated when it is shown.
    weights : tuple of tuple of float
        Rows from top to bottom.
    source : str
        Where the weights come from.
    """

    name: str
    title: str
    weights: Weights
    source: str

    @property
    def shape(self) -> tuple[int, int]:
        """Return the number of rows and of columns."""
        return len(self.weights), len(self.weights[0])


def _outer(column: Sequence[float], row: Sequence[float], divisor: float | Fraction = 1) -> Weights:
    """Return the table of the products of two one-dimensional kernels, divided.

    >>> _outer([-1, 0, 1], [1, 2, 1], 4)[0]
    (-0.25, -0.5, -0.25)
    """
    return tuple(tuple(float(Fraction(a * b) / Fraction(divisor)) for b in row) for a in column)


def _table(*rows: Sequence[float], divisor: int = 1) -> Weights:
    return tuple(tuple(value / divisor for value in row) for row in rows)


def _transposed(weights: Weights) -> Weights:
    return tuple(zip(*weights, strict=True))


_DIFFERENCE = (-1, 0, 1)

_BLUR_LIGHT = _table((0.11, 0.11, 0.11), (0.11, 0.12, 0.11), (0.11, 0.11, 0.11))
_BLUR_HEAVY = _table((0.05, 0.05, 0.05), (0.05, 0.60, 0.05), (0.05, 0.05, 0.05))

# L3's first filter; the lecture takes the absolute value afterwards.
_WIDE_VERTICAL = _table(
    (2, 1, 0, -1, -2),
    (3, 2, 0, -2, -3),
    (4, 3, 0, -3, -4),
    (3, 2, 0, -2, -3),
    (2, 1, 0, -1, -2),
    divisor=23,
)

_CURVE = _table(
    (0, 0, 0, 0, 0, 30, 0),
    (0, 0, 0, 0, 30, 0, 0),
    (0, 0, 0, 30, 0, 0, 0),
    (0, 0, 0, 30, 0, 0, 0),
    (0, 0, 0, 30, 0, 0, 0),
    (0, 0, 0, 30, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0),
)

_SOBEL = _outer(_DIFFERENCE, (1, 2, 1), 4)
_PREWITT = _outer(_DIFFERENCE, (1, 1, 1), 3)
_SCHARR = _outer(_DIFFERENCE, (3, 10, 3), 16)

_SKIMAGE = "scikit-image, skimage/filters/edges.py (turned by 180°, because it convolves)"

_ALL = (
    Kernel("identity", N_("Identity"), _table((0, 0, 0), (0, 1, 0), (0, 0, 0)), "The pixel itself"),
    Kernel("mean", N_("Mean"), _outer((1, 1, 1), (1, 1, 1), 9), "L3, nine weights of 1/9"),
    Kernel("blur_light", N_("Lecture's blur, 0.12 in the middle"), _BLUR_LIGHT, "L3, Fig. 4-2"),
    Kernel("blur_heavy", N_("Lecture's blur, 0.60 in the middle"), _BLUR_HEAVY, "L3, Fig. 4-2"),
    Kernel(
        "edges_vertical",
        N_("Vertical edges"),
        _table((-1, 0, 1), (-2, 0, 2), (-3, 0, 3)),
        "L3",
    ),
    Kernel(
        "edges_wide_vertical", N_("Wide vertical edges"), _WIDE_VERTICAL, "L3, first edge filter"
    ),
    Kernel(
        "edges_wide_horizontal",
        N_("Wide horizontal edges"),
        _transposed(_WIDE_VERTICAL),
        "L3, second edge filter: the transpose of the first",
    ),
    Kernel("sobel_v", N_("Sobel, vertical edges"), _transposed(_SOBEL), _SKIMAGE),
    Kernel("sobel_h", N_("Sobel, horizontal edges"), _SOBEL, _SKIMAGE),
    Kernel("prewitt_v", N_("Prewitt, vertical edges"), _transposed(_PREWITT), _SKIMAGE),
    Kernel("prewitt_h", N_("Prewitt, horizontal edges"), _PREWITT, _SKIMAGE),
    Kernel("scharr_v", N_("Scharr, vertical edges"), _transposed(_SCHARR), _SKIMAGE),
    Kernel("scharr_h", N_("Scharr, horizontal edges"), _SCHARR, _SKIMAGE),
    Kernel(
        "laplace",
        N_("Laplace"),
        _table((0, -1, 0), (-1, 4, -1), (0, -1, 0)),
        "scikit-image, skimage.restoration.uft.laplacian",
    ),
    Kernel(
        "emboss",
        N_("Emboss"),
        _table((-2, -2, 0), (-2, 6, 0), (0, 0, 0)),
        "L0, by way of Apple's vImage Programming Guide, Performing Convolution Operations",
    ),
    Kernel(
        "sharpen",
        N_("Sharpen"),
        _table((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        "The pixel plus the Laplace kernel",
    ),
    Kernel(
        "curve", N_("Curve detector"), _CURVE, "L1, a 7×7 filter that answers 6600 to its curve"
    ),
)

#: Every kernel by its name.
KERNELS: Mapping[str, Kernel] = MappingProxyType({kernel.name: kernel for kernel in _ALL})
