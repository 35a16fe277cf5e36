"""The operations' work: each function is what the shown code does, with scikit-image where it can.

Pictures come in as the operation needs them (see `catalogue`): grey ones of shape (H, W), coloured
ones of shape (H, W, 3). None of the functions writes into its input.

Notes
-----
scikit-image is imported where it is used: the first page of the app does without it.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from lib.kernels import KERNELS, Weights
from lib.messages import N_
from lib.operations.parameters import OperationError

Array: TypeAlias = npt.NDArray[Any]

MOST_PIXELS = 2_000_000
"""Height times width of what an operation may make."""


def channel_axis(image: Array) -> int | None:
    """Return where the colours are, as scikit-image's functions want to be told."""
    return -1 if image.ndim == 3 else None


def per_channel(rows: int, columns: int, image: Array) -> tuple[int, ...]:
    """Return the size of a window that never reaches from one colour into another."""
    return (rows, columns, 1) if image.ndim == 3 else (rows, columns)


def to_grey(image: Array) -> Array:
    """Weigh red, green and blue; a grey picture only becomes one of floats."""
    from skimage import color

    return color.rgb2gray(image) if image.ndim == 3 else to_float(image)


def to_float(image: Array) -> Array:
    """Divide 0 … 255 by 255; false and true become 0.0 and 1.0."""
    from skimage.util import img_as_float

    return img_as_float(image)


def to_bytes(image: Array) -> Array:
    """Cut off what is below 0 or above 1, and multiply by 255."""
    from skimage.util import img_as_ubyte

    if image.dtype == np.uint8:
        return image
    return img_as_ubyte(np.clip(image, 0, 1) if image.dtype.kind == "f" else image)


def resize(image: Array, scale: float, smooth: bool) -> Array:
    """Scale both sides by a factor."""
    from skimage import transform

    return transform.resize(image, scaled(image, scale), anti_aliasing=smooth)


def scaled(image: Array, scale: float) -> tuple[int, int]:
    """Return the height and width after `resize`, rounded down, at least 1."""
    # The tiny amount keeps 0.29 × 100, which is 28.999999999999996, from becoming 28.
    height, width = (max(1, int(side * scale + 1e-6)) for side in image.shape[:2])
    _check_size(height, width)
    return height, width


def crop(image: Array, **share: float) -> Array:
    """Cut pieces off the four sides."""
    top, bottom, left, right = box(image, **share)
    return image[top:bottom, left:right]


def box(
    image: Array, top: float, bottom: float, left: float, right: float
) -> tuple[int, int, int, int]:
    """Return the first row, the row after the last, and the columns likewise, that `crop` keeps.

    The four arguments are per cent of the height and of the width.
    """
    height, width = image.shape[:2]
    rows = round(height * top / 100), height - round(height * bottom / 100)
    columns = round(width * left / 100), width - round(width * right / 100)
    if rows[0] >= rows[1] or columns[0] >= columns[1]:
        raise OperationError(
            N_(
                "Nothing is left of {height} × {width} pixels when {top} % and {bottom} % of the"
                " height and {left} % and {right} % of the width are cut off. Cut off less."
            ),
            height=height,
            width=width,
            top=top,
            bottom=bottom,
            left=left,
            right=right,
        )
    return *rows, *columns


def flip(image: Array, direction: str) -> Array:
    """Swap left and right, or top and bottom."""
    return np.fliplr(image) if direction == "horizontal" else np.flipud(image)


def rotate(image: Array, angle: float, grow: bool) -> Array:
    """Turn counter-clockwise about the middle, by degrees; what comes in from outside is black."""
    from skimage import transform

    if grow:
        height, width = image.shape[:2]
        turn = np.deg2rad(angle)
        sine, cosine = abs(np.sin(turn)), abs(np.cos(turn))
        _check_size(int(height * cosine + width * sine), int(height * sine + width * cosine))
    return transform.rotate(image, angle, resize=grow)


def brightness(image: Array, amount: float) -> Array:
    """Add the same to every pixel."""
    return np.clip(image + amount, 0, 1)


def contrast(image: Array, factor: float) -> Array:
    """Move every pixel away from middle grey, or towards it."""
    return np.clip((image - 0.5) * factor + 0.5, 0, 1)


def gamma(image: Array, gamma: float) -> Array:
    """Raise every pixel to a power."""
    from skimage import exposure

    try:
        return exposure.adjust_gamma(image, gamma)
    except ValueError:  # scikit-image has looked for negative values itself
        raise OperationError(
            N_(
                "Gamma raises every value to a power, which a negative number does not allow; the"
                " least value here is {least}. Put Absolute value or To 0 … 255 before it."
            ),
            least=round(float(image.min()), 3),
        ) from None


def invert(image: Array) -> Array:
    """Make light dark and dark light."""
    from skimage.util import invert as inverted

    return inverted(image)


def threshold(image: Array, method: str, value: float) -> Array:
    """Tell the pixels above a value from the others."""
    from skimage import filters

    return image > (filters.threshold_otsu(image) if method == "otsu" else value)


def noise(image: Array, kind: str, strength: float, seed: int) -> Array:
    """Add what a bad camera adds; the same seed gives the same noise."""
    from skimage.util import random_noise

    if kind == "gaussian":
        return random_noise(image, mode="gaussian", var=strength**2, rng=seed)
    return random_noise(image, mode="s&p", amount=strength, rng=seed)


def mean(image: Array, size: int) -> Array:
    """Replace every pixel by the mean of its neighbourhood."""
    from scipy import ndimage as ndi

    return ndi.uniform_filter(image, per_channel(size, size, image))


def gaussian(image: Array, sigma: float) -> Array:
    """Replace every pixel by a mean that weighs near pixels more."""
    from skimage import filters

    return filters.gaussian(image, sigma, channel_axis=channel_axis(image))


def median(image: Array, size: int) -> Array:
    """Replace every pixel by the middle one of its sorted neighbourhood."""
    from skimage import filters

    return filters.median(image, np.ones(per_channel(size, size, image)))


def edges(image: Array, family: str, direction: str) -> Array:
    """Apply Sobel's, Prewitt's or Scharr's kernels."""
    from skimage import filters

    suffix = {"horizontal": "_h", "vertical": "_v", "both": ""}[direction]
    return getattr(filters, family + suffix)(image)


def laplace(image: Array) -> Array:
    """Apply the Laplace kernel."""
    from skimage import filters

    return filters.laplace(image)


def canny(image: Array, sigma: float, low: float, high: float) -> Array:
    """Find thin edges: blur, Sobel, keep ridges, keep the strong and what hangs on to them."""
    from skimage import feature

    if low > high:
        raise OperationError(
            N_(
                "The lower threshold of Canny is {low}, above the upper one of {high}. Make it"
                " smaller."
            ),
            low=low,
            high=high,
        )
    return feature.canny(image, sigma, low, high)


def sharpen(image: Array, radius: float, amount: float) -> Array:
    """Add the difference between the picture and a blurred one."""
    from skimage import filters

    # Not −1: with it, scikit-image 0.26 sharpens the first three rows and nothing else.
    colours = 2 if image.ndim == 3 else None
    return filters.unsharp_mask(image, radius, amount, channel_axis=colours)


def correlate(image: Array, weights: Weights) -> Array:
    """Lay a kernel over every pixel, multiply and add up; at the borders the picture is mirrored.

    A kernel with an even side has no middle: it reaches one pixel further up or left, as
    `scipy.ndimage` has it.
    """
    from scipy import ndimage as ndi

    table = np.array(weights)
    return ndi.correlate(image, table[..., np.newaxis] if image.ndim == 3 else table)


def blur(image: Array, weights: str) -> Array:
    """Correlate with one of the lecture's kernels: "light" or "heavy" in the middle."""
    return correlate(image, KERNELS[f"blur_{weights}"].weights)


def emboss(image: Array) -> Array:
    """Correlate with the emboss kernel."""
    return correlate(image, KERNELS["emboss"].weights)


def absolute(image: Array) -> Array:
    """Drop the sign."""
    return np.abs(image)


def _check_size(height: int, width: int) -> None:
    if height * width > MOST_PIXELS:
        raise OperationError(
            N_(
                "The result would have {height} × {width} pixels; at most {millions} million are"
                " computed here. Make the picture smaller first."
            ),
            height=height,
            width=width,
            millions=MOST_PIXELS // 1_000_000,
        )
