"""Pictures to begin with: scikit-image's own that lie in the installed package, and MNIST's digits.

Nothing is downloaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from lib import datasets
from lib.errors import PictureError
from lib.messages import N_
from lib.pictures import Picture

MOST_PIXELS = 1_000_000
"""Height times width up to which a picture is worked on while sliders move."""


@dataclass(frozen=True)
class Sample:
    """A sample picture.

    Attributes
    ----------
    name : str
        The function in `skimage.data` that loads it.
    title : str
        For the reader, to be translated.
    """

    name: str
    title: str


_ALL = (
    Sample("chelsea", N_("A cat")),
    Sample("astronaut", N_("An astronaut")),
    Sample("coffee", N_("A cup of coffee")),
    Sample("rocket", N_("A rocket")),
    Sample("hubble_deep_field", N_("Galaxies")),
    Sample("immunohistochemistry", N_("Cells, stained")),
    Sample("camera", N_("A photographer, grey")),
    Sample("coins", N_("Coins, grey")),
    Sample("moon", N_("The moon, grey")),
    Sample("clock", N_("A clock, blurred, grey")),
    Sample("page", N_("A page of a book, grey")),
    Sample("text", N_("Handwriting, grey")),
    Sample("brick", N_("A brick wall, grey")),
    Sample("checkerboard", N_("A checkerboard, grey")),
)

#: Every sample by its name, in the order of the menu.
SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.name: sample for sample in _ALL})


@lru_cache(maxsize=4)
def sample(name: str) -> Picture:
    """Return a sample picture.

    Parameters
    ----------
    name : str
        A key of `SAMPLES`.

    Returns
    -------
    ndarray of shape (H, W) or (H, W, 3), uint8, read-only

    Raises
    ------
    PictureError
        If there is no such sample.
    """
    if name not in SAMPLES:
        raise PictureError(
            N_("There is no sample picture {received}. There are: {names}."),
            received=repr(name),
            names=", ".join(SAMPLES),
        )
    from skimage import data

    picture: Picture = getattr(data, name)()
    picture.setflags(write=False)
    return picture


def digit(label: int) -> Picture:
    """Return the first picture of a digit in MNIST's test part: (28, 28), uint8, read-only."""
    test = datasets.load("mnist", "test")
    picture: Picture = test.images[int(np.argmax(test.labels == label)), ..., 0]
    return picture


def reduced(picture: Picture, most: int = MOST_PIXELS) -> tuple[Picture, int]:
    """Shrink a picture that is too large to be worked on while sliders move.

    Parameters
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    most : int
        Height times width of the result, at most.

    Returns
    -------
    ndarray of uint8
        Each pixel is the rounded mean of a square of pixels; what is left over at the right and at
        the bottom is cut off. The picture itself if it is small enough.
    int
        The side of the squares; 1 if nothing was done.

    Examples
    --------
    >>> reduced(np.array([[0, 2, 9], [4, 6, 9]], np.uint8), most=2)
    (array([[3]], dtype=uint8), 2)
    """
    height, width = picture.shape[:2]
    side = 1
    while (height // side) * (width // side) > most:
        side += 1
    if side == 1:
        return picture, 1
    from skimage import transform

    whole = picture[: height // side * side, : width // side * side]
    block = (side, side, 1) if picture.ndim == 3 else (side, side)
    return np.rint(transform.downscale_local_mean(whole, block)).astype(np.uint8), side
