"""How an array of any kind becomes a picture on the screen.

A screen shows 0 to 255. Bytes are shown as they are, floats from 0 to 1 are multiplied by 255, and
for everything else one has to choose.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from lib.operations.functions import Array
from lib.pictures import Picture

Signed: TypeAlias = Literal["colour", "absolute", "centred"]

#: Orange for the most negative, nearly white for 0, teal for the most positive; as the theme's
#: diverging scale.
_ANCHORS = np.array([[138, 58, 12], [208, 130, 79], [246, 243, 236], [79, 165, 159], [10, 90, 86]])


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture for the screen.

    Attributes
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    how : {"as it is", "bits", "times 255", "stretched", "colour", "absolute", "centred"}
        How it came from the array.
    low, high : float
        The values that are black and white; for "colour" orange and teal.
    """

    picture: Picture
    how: str
    low: float
    high: float


def shown(image: Array, signed: Signed = "colour", stretch: bool = False) -> Shown:
    """Make a picture for the screen of an array.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8, bool or float
    signed : {"colour", "absolute", "centred"}
        What to do when there are negative values: colours around 0; the absolute value; grey with 0
        in the middle. The ends of the scale are the greatest absolute value.
    stretch : bool
        Make the least value black and the greatest white, where nothing is negative.

    Examples
    --------
    >>> shown(np.array([[0.0, 0.5, 1.0]])).picture
    array([[  0, 128, 255]], dtype=uint8)
    >>> shown(np.array([[-0.5, 0.0, 0.25]]), "centred").picture
    array([[  0, 128, 191]], dtype=uint8)
    """
    if image.dtype == bool:
        return Shown(image.astype(np.uint8) * np.uint8(255), "bits", 0, 1)
    low, high = float(image.min()), float(image.max())
    if low < 0:
        return _signed(image, signed, max(-low, high))
    if stretch and high > low:
        return Shown(_levels(image, low, high), "stretched", low, high)
    if image.dtype == np.uint8:
        return Shown(image, "as it is", 0, 255)
    if high > 1 + 1e-9:  # a blur of whites may come to a hair above 1
        return Shown(_levels(image, 0, high), "stretched", 0, high)
    return Shown(_levels(image, 0, 1), "times 255", 0, 1)


def fitted(picture: Picture, side: int) -> Picture:
    """Return a picture whose longer side is at most `side`: each pixel the mean of a block.

    >>> fitted(np.array([[0, 2], [4, 6]], np.uint8), 1)
    array([[3]], dtype=uint8)
    """
    factor = -(-max(picture.shape[:2]) // side)
    if factor == 1:
        return picture
    return np.asarray(Image.fromarray(np.ascontiguousarray(picture)).reduce(factor))


def _signed(image: Array, signed: Signed, most: float) -> Shown:
    if signed == "absolute":
        return Shown(_levels(np.abs(image), 0, most), "absolute", 0, most)
    if signed == "centred" or image.ndim == 3:
        return Shown(_levels(image, -most, most), "centred", -most, most)
    return Shown(_coloured(image / most), "colour", -most, most)


def _levels(image: Array, low: float, high: float) -> Picture:
    """Map low … high to 0 … 255, halves to the even neighbour."""
    return np.rint(np.clip((image - low) / (high - low), 0, 1) * 255).astype(np.uint8)


def _coloured(image: npt.NDArray[np.floating]) -> Picture:
    """Map −1 … 1 to the diverging scale."""
    places = np.linspace(0, 255, len(_ANCHORS))
    table = np.stack(
        [np.interp(np.arange(256), places, channel) for channel in _ANCHORS.T], axis=-1
    )
    coloured: Picture = np.rint(table).astype(np.uint8)[_levels(image, -1, 1)]
    return coloured
