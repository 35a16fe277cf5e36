"""From a drawing or a photograph of a digit to a picture as those of MNIST, step by step.

The pictures of MNIST are light ink on black. Each digit was cut out, scaled to fit 20 × 20 pixels
without changing its proportions, and laid into 28 × 28 pixels so that its centre of mass comes to
the middle. A network that has learned from them expects the same of every digit.

References
----------
Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
http://yann.lecun.com/exdb/mnist/
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage
from skimage.filters import threshold_otsu

from lib.errors import DigitError
from lib.messages import N_
from lib.pictures import Picture, to_grey

Value = int | float | str

SIDE = 28  # of the finished picture
BOX = 20  # the digit is scaled to fit a square of this side
MIDDLE = 14  # row and column of the centre of mass: MNIST's own lie within half a pixel of it

WORKING_SIDE = 800  # a larger picture is shrunk first; a digit needs no more
SMALLEST_SIDE = 8
LEAST_CONTRAST = 20  # grey levels between ink and paper
LEAST_INK = 5  # pixels, the longer side of the ink's box …
LEAST_INK_SHARE = 0.12  # … and its share of the longer side of the picture
MOST_INK_SHARE = 0.6  # of the picture's area; the boldest digit of MNIST covers 0.40
FULL_INK = 250  # grey level that needs no stretching; MNIST's own digits reach 254 or 255
SPECK_SHARE = 0.01  # of the largest piece of ink; smaller pieces are dust


@dataclass(frozen=True)
class Step:
    """One step of the preparation.

    Attributes
    ----------
    name : str
        "grey", "invert", "clean", "crop", "fit" or "centre".
    picture : ndarray of shape (H, W), uint8, read-only
        What it looks like after the step.
    applied : bool
        False if the step was switched off or had nothing to do.
    values : mapping of str to int, float or str
        The numbers that the step found, in pixels or grey levels.
    """

    name: str
    picture: Picture
    applied: bool
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Prepared:
    """A digit as MNIST has them, and how it got there.

    Attributes
    ----------
    picture : ndarray of shape (28, 28), uint8, read-only
        Light ink on black.
    steps : tuple of Step
        All six, in order.
    """

    picture: Picture
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Box:
    """A rectangle of pixels; `bottom` and `right` are the first row and column outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def longer_side(self) -> int:
        return max(self.bottom - self.top, self.right - self.left)


def prepare(
    image: Picture,
    *,
    invert: bool = True,
    clean: bool = True,
    crop: bool = True,
    fit: bool = True,
    centre: bool = True,
) -> Prepared:
    """Prepare a drawn or photographed digit as the digits of MNIST were.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
    invert : bool
        Make dark ink on light paper light on dark. Off: the values stay.
    clean : bool
        Make the paper black, stretch the ink to 255 and remove specks. Off: the values stay.
    crop : bool
        Cut out the ink's box. Off: the whole picture goes on.
    fit : bool
        Scale to fit 20 × 20 with the proportions kept. Off: stretch to 20 × 20.
    centre : bool
        Put the centre of mass in the middle. Off: put the box in the middle.

    Returns
    -------
    Prepared

    Raises
    ------
    DigitError
        If no digit can be found: the picture is tiny or uniform, the ink is a mere dot, or it fills
        nearly everything.

    Examples
    --------
    A bar on black paper, 40 pixels high and 10 wide, becomes 20 high and 5 wide:

    >>> bar = np.zeros((60, 60), np.uint8)
    >>> bar[5:45, 30:40] = 255
    >>> rows, columns = np.nonzero(prepare(bar).picture)
    >>> int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
    (4, 23, 12, 16)
    """
    _check_size(image)
    steps = [_grey_step(image)]
    steps.append(_invert_step(steps[-1].picture, wanted=invert))
    steps.append(_clean_step(steps[-1].picture, wanted=clean))
    steps.append(_crop_step(steps[-1].picture, wanted=crop))
    steps.append(_fit_step(steps[-1].picture, wanted=fit))
    steps.append(_centre_step(steps[-1].picture, wanted=centre))
    return Prepared(steps[-1].picture, tuple(steps))


def _grey_step(image: Picture) -> Step:
    """Shrink a large picture and make it grey."""
    height, width = image.shape[:2]
    small = _shrunk(image)
    grey = to_grey(small)
    source = "all colours"
    if small.ndim == 3 and _contrast(grey) < LEAST_CONTRAST:
        # Yellow on white differs by 18 levels of grey but by 255 levels of blue.
        channel = max(range(3), key=lambda index: _contrast(small[..., index]))
        grey = small[..., channel]
        source = ("red", "green", "blue")[channel]
    _check_contrast(_contrast(grey))
    values = {
        "height": height,
        "width": width,
        "working height": small.shape[0],
        "working width": small.shape[1],
        "made from": source,
    }
    return _step("grey", grey, small.shape != image.shape or image.ndim == 3, values)


def _invert_step(picture: Picture, *, wanted: bool) -> Step:
    applied = wanted and _is_light(picture)
    values = {"border": _border_level(picture), "halfway": _halfway(picture)}
    return _step("invert", 255 - picture if applied else picture, applied, values)


def _clean_step(picture: Picture, *, wanted: bool) -> Step:
    if not wanted or _is_light(picture):  # on light paper it would take the ink for the paper
        return _step("clean", picture, False, {})
    surface = _paper_surface(picture)
    raised = picture - surface
    _check_contrast(float(np.ptp(raised)))
    threshold = float(threshold_otsu(raised))
    strong = raised > threshold
    ink = float(np.percentile(raised[strong], 95))
    noise_top = _noise_top(raised[~strong])
    _check_contrast(ink, noise=max(4 * _noise(raised), 2 * noise_top))
    even = noise_top == 0 and np.ptp(surface) == 0
    # What uneven light leaves behind reaches hardly a quarter of the ink's height.
    floor = 0.0 if even else max(noise_top, ink / 4)
    already_clean = even and not surface.any() and picture.max() >= FULL_INK
    stretched = picture if already_clean else _stretched(raised, floor, ink)
    soft = stretched if even else np.where(_near(strong), stretched, 0).astype(np.uint8)
    cleaned, removed = _without_specks(soft, strong)
    _check_share(np.count_nonzero(cleaned) / cleaned.size)
    paper = float(np.median(surface))
    values = {
        "threshold": round(paper + threshold),
        "paper": round(paper + floor),
        "ink": round(paper + ink),
        "specks": removed,
    }
    return _step("clean", cleaned, bool((cleaned != picture).any()), values)


def _crop_step(picture: Picture, *, wanted: bool) -> Step:
    box = _ink_box(picture)
    _check_ink(box, max(picture.shape))
    values = {"top": box.top, "left": box.left, "bottom": box.bottom, "right": box.right}
    if not wanted:
        return _step("crop", picture, False, values)
    cropped = picture[box.top : box.bottom, box.left : box.right]
    return _step("crop", cropped, cropped.shape != picture.shape, values)


def _fit_step(picture: Picture, *, wanted: bool) -> Step:
    height, width = _fitted(*picture.shape) if wanted else (BOX, BOX)
    values = {"height": height, "width": width, "scale": round(BOX / max(picture.shape), 4)}
    return _step("fit", _resized(picture, height, width), wanted, values)


def _centre_step(picture: Picture, *, wanted: bool) -> Step:
    height, width = picture.shape
    boxed_top, boxed_left = (SIDE - height) // 2, (SIDE - width) // 2
    row, column = _centre_of_mass(picture)
    top = _offset(row, height) if wanted else boxed_top
    left = _offset(column, width) if wanted else boxed_left
    finished = np.zeros((SIDE, SIDE), np.uint8)
    finished[top : top + height, left : left + width] = picture
    values = {
        "mass row": round(row, 2),
        "mass column": round(column, 2),
        "top": top,
        "left": left,
        "shift down": top - boxed_top,
        "shift right": left - boxed_left,
    }
    return _step("centre", finished, wanted, values)


def _step(name: str, picture: Picture, applied: bool, values: Mapping[str, Value]) -> Step:
    own = picture.copy()
    own.setflags(write=False)
    return Step(name, own, applied, MappingProxyType(dict(values)))


def _check_size(image: Picture) -> None:
    height, width = image.shape[:2]
    if min(height, width) < SMALLEST_SIDE:
        raise DigitError(
            N_(
                "The picture is only {width} × {height} pixels large. Choose one of at least "
                "{least} × {least}."
            ),
            width=width,
            height=height,
            least=SMALLEST_SIDE,
        )


def _check_contrast(contrast: float, noise: float = 0.0) -> None:
    """Refuse a picture whose ink and paper differ too little, or by no more than `noise`."""
    if contrast < max(LEAST_CONTRAST, noise):
        raise DigitError(
            N_(
                "There is nothing to see: ink and paper hardly differ. Draw a digit, or choose a "
                "picture with more contrast."
            )
        )


def _check_share(share: float) -> None:
    if share > MOST_INK_SHARE:
        raise DigitError(
            N_(
                "Ink covers {share} % of the picture, so no digit can be made out. Use a thinner "
                "pen, or leave some empty paper around the digit."
            ),
            share=round(100 * share),
        )


def _check_ink(box: _Box, side: int) -> None:
    least = max(LEAST_INK, math.ceil(LEAST_INK_SHARE * side))
    if box.longer_side < least:
        raise DigitError(
            N_(
                "The ink is just a dot: {size} pixels in a picture of {side}. Draw the digit "
                "bigger, at least {least} pixels."
            ),
            size=box.longer_side,
            side=side,
            least=least,
        )


def _shrunk(image: Picture) -> Picture:
    """Return the picture with its longer side at most `WORKING_SIDE`."""
    height, width = image.shape[:2]
    scale = WORKING_SIDE / max(height, width)
    if scale >= 1:
        return image
    return _resized(image, max(1, round(height * scale)), max(1, round(width * scale)))


def _resized(picture: Picture, height: int, width: int) -> Picture:
    """Resize smoothly; when it shrinks, every pixel of the source counts (no aliasing)."""
    return np.array(
        Image.fromarray(np.ascontiguousarray(picture)).resize(
            (width, height), Image.Resampling.HAMMING, reducing_gap=3.0
        )
    )


def _contrast(picture: Picture) -> int:
    return int(picture.max()) - int(picture.min())


def _border_level(picture: Picture) -> float:
    """Return the median of the outermost rows and columns."""
    edges = [picture[0], picture[-1], picture[1:-1, 0], picture[1:-1, -1]]
    return float(np.median(np.concatenate(edges)))


def _halfway(picture: Picture) -> float:
    return (int(picture.min()) + int(picture.max())) / 2


def _is_light(picture: Picture) -> bool:
    """Tell whether the border, taken for paper, is nearer to the lightest than to the darkest."""
    return _border_level(picture) > _halfway(picture)


def _paper_surface(picture: Picture) -> npt.NDArray[np.float32]:
    """Return the brightness of the paper at every pixel; the ink is lighter than the paper.

    A drawing or a scan has one level of paper, the most frequent one. Otherwise, as on a
    photograph, light and shadow fall on the paper: then ink is what a square of a quarter of the
    picture does not fit into (a grey opening), and the rest is smoothed.
    """
    threshold = threshold_otsu(picture)
    counts = np.bincount(picture.ravel(), minlength=256)[: int(threshold) + 1]
    if 2 * counts.max() >= counts.sum():
        return np.full(picture.shape, counts.argmax(), np.float32)
    side = max(3, min(picture.shape) // 4)
    smooth = ndimage.gaussian_filter(picture.astype(np.float32), 2)  # else noise lowers the opening
    opened = ndimage.grey_opening(smooth, size=(side, side))
    surface: npt.NDArray[np.float32] = ndimage.gaussian_filter(opened, side / 8)
    return surface


def _noise_top(paper: npt.NDArray[np.float32]) -> float:
    """Return the height that the noise of the paper reaches: 0 if there is none.

    Noise lifts paper above its median as often as it lowers it, so the depths show how high. (The
    heights would not: the soft edges of the ink are among them.)
    """
    middle = float(np.median(paper))
    depth = float(np.percentile(np.maximum(middle - paper, 0), 99.5))
    return middle + depth if depth > 0 else 0.0


def _near(strong: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Mark what is near enough to strong ink to be its soft edge and not a shadow."""
    reach = max(2, max(strong.shape) // 100)
    near: npt.NDArray[np.bool_] = ndimage.binary_dilation(strong, iterations=reach)
    return near


def _noise(raised: npt.NDArray[Any]) -> float:
    """Return the standard deviation of the paper's noise, from the median absolute deviation."""
    return 1.4826 * float(np.median(np.abs(raised - np.median(raised))))


def _stretched(raised: npt.NDArray[np.float32], floor: float, ink: float) -> Picture:
    """Map `floor` to 0 and `ink` to 255, linearly, so that soft edges stay soft."""
    scaled = (raised - floor) * (255 / (ink - floor))
    stretched: Picture = np.clip(np.floor(scaled + 0.5), 0, 255).astype(np.uint8)
    return stretched


def _without_specks(picture: Picture, strong: npt.NDArray[np.bool_]) -> tuple[Picture, int]:
    """Remove the pieces of ink with hardly any strong pixels, and count them.

    A piece is a group of pixels above 0 that touch, corners included.
    """
    labels, count = ndimage.label(picture > 0, np.ones((3, 3)))
    areas = np.bincount(labels[strong], minlength=count + 1)
    areas[0] = 0
    kept = areas >= max(1.0, SPECK_SHARE * areas.max())
    return np.where(kept[labels], picture, 0).astype(np.uint8), count - int(kept.sum())


def _ink_box(picture: Picture) -> _Box:
    """Return the smallest box around everything above 0."""
    rows = np.flatnonzero(picture.any(axis=1))
    columns = np.flatnonzero(picture.any(axis=0))
    return _Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def _fitted(height: int, width: int) -> tuple[int, int]:
    """Return the size with the same proportions whose longer side is `BOX`.

    >>> _fitted(40, 10), _fitted(3, 7), _fitted(1, 800)
    ((20, 5), (9, 20), (1, 20))
    """
    longest = max(height, width)
    return max(1, round(BOX * height / longest)), max(1, round(BOX * width / longest))


def _centre_of_mass(picture: Picture) -> tuple[float, float]:
    """Return the row and the column of the centre of mass, counted from 0 in pixels."""
    height, width = picture.shape
    total = int(picture.sum())
    if total == 0:  # hair lines may vanish when an uncropped picture is scaled
        return (height - 1) / 2, (width - 1) / 2
    row = float(picture.sum(axis=1) @ np.arange(height)) / total
    return row, float(picture.sum(axis=0) @ np.arange(width)) / total


def _offset(mass: float, length: int) -> int:
    """Return by how many whole pixels to move so that `mass` lands on `MIDDLE`, or as near as fits.

    >>> _offset(9.5, 20), _offset(9.4, 20), _offset(19.0, 20)
    (4, 5, 0)
    """
    return min(max(math.ceil(MIDDLE - 0.5 - mass), 0), SIDE - length)
