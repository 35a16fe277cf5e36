"""The pictures in which corners are looked for, each with the code that makes it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from skimage import color, data, filters
from skimage.transform import downscale_local_mean

from lib.corners.shifts import Grey, Place
from lib.errors import PictureError
from lib.messages import N_
from lib.pictures import decode, to_grey, to_png

SIDE: Final = 32
"""Height and width of the made pictures, in pixels."""

LONGEST: Final = 128
"""A longer side is reduced, so that single pixels can still be seen and hit."""

SHORTEST: Final = 16
"""Below this a window of nine pixels has no room to move."""

FILE: Final = "picture.png"
"""What the code calls a picture that only the student has."""


@dataclass(frozen=True, eq=False)
class Source:
    """A picture and how it came to be.

    Attributes
    ----------
    name : str
        Tells pictures apart.
    picture : ndarray of shape (H, W), float64, read-only
        From 0.0 to 1.0.
    code : str
        Python lines that define `picture`.
    place : tuple of int
        Row and column of a place worth looking at first.
    factor : int
        One pixel is the mean of factor × factor pixels of the original.
    original : tuple of int
        Height and width before that.
    file : bytes or None
        A PNG that `code` reads as `FILE`, when the code cannot make the picture itself.
    """

    name: str
    picture: Grey
    code: str
    place: Place
    factor: int = 1
    original: tuple[int, int] = (SIDE, SIDE)
    file: bytes | None = None

    def __post_init__(self) -> None:
        self.picture.setflags(write=False)


@dataclass(frozen=True)
class Shape:
    """A picture made of a few lines; `title` is an English phrase marked for translation."""

    title: str
    code: str
    place: Place
    make: Callable[[], Grey]


def _flat() -> Grey:
    return np.full((SIDE, SIDE), 0.5)


def _edge() -> Grey:
    picture = np.zeros((SIDE, SIDE))
    picture[:, 16:] = 1
    return picture


def _slanted() -> Grey:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    picture: Grey = np.clip(columns / 2 + rows / 4 - 11.5, 0, 1)
    return picture


def _corner() -> Grey:
    picture = np.zeros((SIDE, SIDE))
    picture[16:, 16:] = 1
    return picture


def _checkers() -> Grey:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    picture: Grey = ((rows // 8 + columns // 8) % 2).astype(float)
    return picture


def _l_shape() -> Grey:
    picture = np.zeros((SIDE, SIDE))
    picture[9:23, 9:15] = 1
    picture[17:23, 9:23] = 1
    return picture


def _dot() -> Grey:
    picture = np.zeros((SIDE, SIDE))
    picture[16, 16] = 1
    return picture


_ZEROS = f"picture = np.zeros(({SIDE}, {SIDE}))\n"
_GRID = f"rows, columns = np.mgrid[:{SIDE}, :{SIDE}]\n"

SHAPES: Final[dict[str, Shape]] = {
    "l": Shape(
        N_("An L"),
        _ZEROS + "picture[9:23, 9:15] = 1\npicture[17:23, 9:23] = 1",
        (9, 9),
        _l_shape,
    ),
    "flat": Shape(
        N_("Flat"), f"picture = np.full(({SIDE}, {SIDE}), 0.5)", (16, 16), _flat
    ),
    "edge": Shape(N_("Edge"), _ZEROS + "picture[:, 16:] = 1", (16, 16), _edge),
    "slanted": Shape(
        N_("Slanted edge"),
        _GRID + "picture = np.clip(columns / 2 + rows / 4 - 11.5, 0, 1)",
        (16, 16),
        _slanted,
    ),
    "corner": Shape(N_("Corner"), _ZEROS + "picture[16:, 16:] = 1", (16, 16), _corner),
    "checkers": Shape(
        N_("Squares"),
        _GRID + "picture = ((rows // 8 + columns // 8) % 2).astype(float)",
        (16, 16),
        _checkers,
    ),
    "dot": Shape(N_("One bright pixel"), _ZEROS + "picture[16, 16] = 1", (16, 16), _dot),
}  # fmt: skip

SAMPLES: Final[dict[str, tuple[str, Place]]] = {
    "checkerboard": (N_("Chessboard"), (37, 37)),
    "camera": (N_("Photographer"), (17, 57)),
    "astronaut": (N_("Astronaut"), (26, 56)),
    "coins": (N_("Coins"), (20, 20)),
    "brick": (N_("Bricks"), (64, 64)),
}
"""scikit-image's own pictures that lie in its package: nothing is fetched. Titles and places."""


def from_shape(name: str) -> Source:
    """Return one of `SHAPES`.

    >>> from_shape("edge").picture[0, 14:18]
    array([0., 0., 1., 1.])
    """
    shape = SHAPES[name]
    return Source(name, shape.make(), shape.code, shape.place)


def from_sample(name: str) -> Source:
    """Return one of `SAMPLES`, in grey and reduced."""
    image = getattr(data, name)()
    if image.ndim == 3:
        grey, line = color.rgb2gray(image), f"picture = color.rgb2gray(data.{name}())"
    else:
        grey, line = image / 255, f"picture = data.{name}() / 255"
    picture, factor = reduced(grey)
    lines = [line, *_reducing(factor)]
    return Source(
        name,
        picture,
        "\n".join(lines),
        SAMPLES[name][1],
        factor,
        (image.shape[0], image.shape[1]),
    )


def from_digit(pixels: list[list[int]]) -> Source:
    """Return a digit of MNIST: rows of 28 numbers from 0 to 255."""
    image = np.array(pixels, np.uint8)
    return Source(
        "digit", image / 255, _READING, (6, 18), 1, (image.shape[0], image.shape[1]), to_png(image)
    )


def from_upload(content: bytes, name: str) -> Source:
    """Return a student's own picture, in grey and reduced.

    Raises
    ------
    PictureError
        If it cannot be read, or is too small or too narrow for a window to move in.
    """
    image = to_grey(decode(content, name))
    height, width = image.shape
    picture, factor = reduced(image / 255)
    if min(picture.shape) < SHORTEST:
        raise PictureError(
            N_(
                "{name} is {width} × {height} pixels; after it has been reduced to at most "
                "{longest} a side, {rows} × {columns} would be left, and a window needs at least "
                "{shortest} each way. Choose a picture that is larger and not so narrow."
            ),
            name=name,
            width=width,
            height=height,
            longest=LONGEST,
            rows=picture.shape[1],
            columns=picture.shape[0],
            shortest=SHORTEST,
        )
    code = "\n".join([_READING, *_reducing(factor)])
    place = (picture.shape[0] // 2, picture.shape[1] // 2)
    # What the code is to read is grey and of full size; the upright picture, not the file itself.
    own = f"upload-{hashlib.sha256(content).hexdigest()[:16]}"
    return Source(own, picture, code, place, factor, (height, width), to_png(image))


_READING = f'picture = io.imread("{FILE}") / 255'


def reduced(picture: Grey, longest: int = LONGEST) -> tuple[Grey, int]:
    """Return a picture whose sides are at most `longest`, and by which factor it was reduced.

    Each new pixel is the mean of factor × factor old ones; rows and columns at the end that do not
    fill a block are left out.

    Examples
    --------
    >>> reduced(np.array([[0.0, 1.0, 0.5, 0.5, 0.9], [0.5, 0.5, 0.5, 0.5, 0.9]]), 3)
    (array([[0.5, 0.5]]), 2)
    """
    factor = max(1, -(-max(picture.shape) // longest))
    if factor == 1:
        return picture, 1
    height, width = (side // factor * factor for side in picture.shape)
    if not height or not width:
        return np.zeros((picture.shape[0] // factor, picture.shape[1] // factor)), factor
    smaller: Grey = downscale_local_mean(picture[:height, :width], (factor, factor))
    return smaller, factor


def _reducing(factor: int) -> list[str]:
    """Return the lines of code that do what `reduced` does."""
    if factor == 1:
        return []
    return [
        f"height, width = (side // {factor} * {factor} for side in picture.shape)",
        f"picture = downscale_local_mean(picture[:height, :width], ({factor}, {factor}))",
    ]


def smoothed(source: Source, sigma: float) -> Source:
    """Return the picture blurred by a Gaussian of `sigma` pixels; 0 leaves it as it is."""
    if sigma == 0:
        return source
    picture = filters.gaussian(source.picture, sigma, mode="nearest")
    code = f'{source.code}\npicture = filters.gaussian(picture, {sigma:g}, mode="nearest")'
    return replace(source, name=f"{source.name}-{sigma:g}", picture=picture, code=code)


def clamped(place: Place, shape: tuple[int, ...], margin: int) -> Place:
    """Return the nearest place at which a window lies wholly in the picture.

    >>> clamped((0, 40), (32, 32), 3)
    (3, 28)
    """
    row, column = (
        min(max(int(at), margin), side - 1 - margin)
        for at, side in zip(place, shape[:2], strict=True)
    )
    return row, column
