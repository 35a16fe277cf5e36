"""Pooling: the greatest, the least or the mean value of every window."""

from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from lib.messages import N_
from lib.sliding import (
    MAX_KERNEL,
    MAX_STRIDE,
    Array,
    Maps,
    Mode,
    Pair,
    WindowError,
    code_array,
    layered,
    listed,
    maps,
    nested,
    pad_widths,
    pair,
    positions,
    require_keys,
)


def pool(
    image: npt.ArrayLike,
    size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: str = "valid",
    mode: Mode = "max",
) -> Array:
    """Reduce every window of an image to one value, each channel on its own, as Keras does.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, C)
    size : int or tuple of int
        Height and width of the window.
    stride : int or tuple of int, optional
        Pixels from one window to the next; as far as the window is large when left out.
    padding : {"valid", "same"}
        With "same" a window may reach over the edge; only real values count there, in the mean too.
    mode : {"max", "average", "min"}

    Returns
    -------
    ndarray of shape (OH, OW) or (OH, OW, C), float64

    Raises
    ------
    WindowError
        If a setting is not one of these.
    ArithmeticSettingError
        If the window does not fit into the image.

    Examples
    --------
    >>> pool([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], 2)
    array([[6., 8.],
           [3., 4.]])
    """
    windows = _windows(image, size, stride, padding, mode)
    if mode == "max":
        return _squeezed(np.nanmax(windows, axis=(2, 3)), image)
    if mode == "min":
        return _squeezed(np.nanmin(windows, axis=(2, 3)), image)
    return _squeezed(np.nanmean(windows, axis=(2, 3)), image)


def winners(
    image: npt.ArrayLike,
    size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: str = "valid",
    mode: Mode = "max",
) -> npt.NDArray[np.intp]:
    """Return the cell that each output of max or min pooling was taken from.

    Parameters
    ----------
    image, size, stride, padding, mode
        As for `pool`; the mean has no winner, so `mode` is "max" or "min".

    Returns
    -------
    ndarray of shape (OH, OW, 2) or (OH, OW, C, 2), intp
        Row and column in the image. Of equal values the first one, row by row, as in TensorFlow.

    Examples
    --------
    >>> winners([[1, 7], [7, 0]], 2).tolist()
    [[[0, 1]]]
    """
    if mode == "average":
        raise WindowError(N_('The mean of a window comes from all of it; use "max" or "min".'))
    windows = _windows(image, size, stride, padding, mode)
    rows, columns, height, width, channels = windows.shape
    flat = windows.reshape(rows, columns, height * width, channels)
    best = np.nanargmax(flat, axis=2) if mode == "max" else np.nanargmin(flat, axis=2)
    tops, lefts = _corners(image, size, stride, padding)
    place = np.stack(
        [tops[:, None, None] + best // width, lefts[None, :, None] + best % width], axis=-1
    )
    return place[:, :, 0] if np.ndim(image) == 2 else place


def gradient(
    image: npt.ArrayLike,
    upstream: npt.ArrayLike,
    size: int | Pair,
    *,
    stride: int | Pair | None = None,
    padding: str = "valid",
    mode: Mode = "max",
) -> Array:
    """Return where the gradient flows back to: to the winner, or spread evenly for the mean.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, C)
    upstream : array_like of the shape of the output
        Gradient of the loss with respect to each pooled value.
    size, stride, padding, mode
        As for `pool`.

    Returns
    -------
    ndarray of the shape of `image`, float64
        Gradient of the loss with respect to each pixel; windows that overlap add up.

    Raises
    ------
    WindowError
        If `upstream` has not the shape of the output.

    Examples
    --------
    >>> gradient([[1, 7], [6, 0]], [[4]], 2)
    array([[0., 4.],
           [0., 0.]])
    >>> gradient([[1, 7], [6, 0]], [[4]], 2, mode="average")
    array([[1., 1.],
           [1., 1.]])
    """
    windows = _windows(image, size, stride, padding, mode)
    flows = layered(upstream, 3)
    if flows.shape != (*windows.shape[:2], windows.shape[4]):
        raise WindowError(
            N_("The upstream gradient has the shape {received}, but the output has {expected}."),
            received=np.shape(upstream),
            expected=(*windows.shape[:2], windows.shape[4])[: np.ndim(image)],
        )
    if mode == "average":
        return _spread(image, windows, flows, _corners(image, size, stride, padding))
    back = np.zeros(layered(image, 3).shape)
    place = winners(image, size, stride=stride, padding=padding, mode=mode)
    where = place.reshape(*flows.shape, 2)
    np.add.at(back, (where[..., 0], where[..., 1], np.arange(flows.shape[2])), flows)
    return _squeezed(back, image)


def _spread(
    image: npt.ArrayLike,
    windows: Array,
    flows: Array,
    corners: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
) -> Array:
    """Share every output's gradient out among the real values of its window."""
    back = np.zeros(layered(image, 3).shape)
    real = ~np.isnan(windows)
    share = flows / real.sum(axis=(2, 3))
    rows, columns, height, width, _ = windows.shape
    for row, column in np.ndindex(rows, columns):
        top, left = corners[0][row], corners[1][column]
        part = back[max(top, 0) : top + height, max(left, 0) : left + width]
        part += share[row, column]
    return _squeezed(back, image)


def _windows(
    image: npt.ArrayLike, size: object, stride: object, padding: object, mode: object
) -> Array:
    """Return all windows, of shape (OH, OW, h, w, C); NaN where they reach over the edge."""
    if mode not in ("max", "average", "min"):
        raise WindowError(
            N_('mode is {received}, but it must be "max", "average" or "min".'),
            received=repr(mode)[:40],
        )
    pixels = layered(image, 3)
    window, steps, (top, bottom, left, right) = _laid(image, size, stride, padding)
    wide = np.pad(pixels, [(top, bottom), (left, right), (0, 0)], constant_values=np.nan)
    every = np.lib.stride_tricks.sliding_window_view(wide, window, axis=(0, 1))
    return every[:: steps[0], :: steps[1]].transpose(0, 1, 3, 4, 2)


def _corners(
    image: npt.ArrayLike, size: object, stride: object, padding: object
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the row and the column in the image where the windows begin; below 0 is padding."""
    window, steps, (top, bottom, left, right) = _laid(image, size, stride, padding)
    height, width = np.shape(image)[:2]
    rows = positions(height + top + bottom, window[0], steps[0], 1)
    columns = positions(width + left + right, window[1], steps[1], 1)
    return np.arange(rows) * steps[0] - top, np.arange(columns) * steps[1] - left


def _laid(
    image: npt.ArrayLike, size: object, stride: object, padding: object
) -> tuple[Pair, Pair, tuple[int, int, int, int]]:
    """Return the window, the steps, and what is added at the top, bottom, left and right."""
    window = pair("size", size)
    steps = window if stride is None else pair("stride", stride)
    sides = np.shape(image)[:2]
    widths = pad_widths((sides[0], sides[1]), window, steps, _pooling_padding(padding), (1, 1))
    return window, steps, widths


def _pooling_padding(padding: object) -> Any:
    if isinstance(padding, str) and padding in ("valid", "same"):
        return padding
    raise WindowError(
        N_(
            'padding is {received}, but pooling in Keras knows "valid" and "same" alone,'
            " and no number."
        ),
        received=repr(padding)[:40],
    )


def _squeezed(maps: Array, image: npt.ArrayLike) -> Array:
    """Leave the channels out again when the image had none."""
    return maps[..., 0] if np.ndim(image) == 2 else maps


@dataclass(frozen=True)
class PoolingSetting:
    """Everything that the stepper shows of a pooling.

    Attributes
    ----------
    image : nested tuples of shape (H, W, C)
    size, stride : tuple of int
        Height and width.
    padding : {"valid", "same"}
    mode : {"max", "average", "min"}

    Raises
    ------
    WindowError, ArithmeticSettingError
        As `pool`.
    """

    image: Maps
    size: Pair = (2, 2)
    stride: Pair = (2, 2)
    padding: str = "valid"
    mode: Mode = "max"

    def __post_init__(self) -> None:
        """Refuse what cannot be computed."""
        self.output()

    @classmethod
    def of(
        cls,
        image: npt.ArrayLike,
        size: int | Pair = 2,
        *,
        stride: int | Pair | None = None,
        padding: str = "valid",
        mode: Mode = "max",
    ) -> Self:
        """Return the setting for an array of shape (H, W) or (H, W, C).

        >>> PoolingSetting.of([[1, 2], [3, 4]], mode="average").output()[..., 0]
        array([[2.5]])
        """
        window = pair("size", size)
        return cls.from_state(
            {
                "image": nested(layered(image, 3)),
                "size": window,
                "stride": window if stride is None else pair("stride", stride),
                "padding": padding,
                "mode": mode,
            }
        )

    @classmethod
    def from_state(cls, state: object) -> Self:
        """Return the setting that a browser sends; nothing in it is trusted.

        Raises
        ------
        WindowError, ArithmeticSettingError
        """
        parts = require_keys(state, set(cls.__dataclass_fields__))
        return cls(
            image=maps("image", parts["image"]),
            size=pair("size", parts["size"], MAX_KERNEL),
            stride=pair("stride", parts["stride"], max(MAX_STRIDE, MAX_KERNEL)),
            padding=_pooling_padding(parts["padding"]),
            mode=parts["mode"],
        )

    def to_state(self) -> dict[str, Any]:
        """Return the setting as a browser takes it; `from_state` turns it back."""
        return {
            name: value if isinstance(value, str) else listed(value)
            for name, value in asdict(self).items()
        }

    def output(self) -> Array:
        """Return the pooled maps.

        Returns
        -------
        ndarray of shape (OH, OW, C), float64
        """
        return pool(self.image, self.size, stride=self.stride, padding=self.padding, mode=self.mode)

    def to_code(self) -> str:
        """Return a Keras script that computes `output`, prints it and leaves it under that name."""
        layer = "AveragePooling2D" if self.mode == "average" else "MaxPooling2D"
        sign = "-" if self.mode == "min" else ""
        note = "Keras has no layer for the least value: turn the signs, twice\n" if sign else ""
        return (
            "import keras\n"
            "import numpy as np\n\n"
            f"{code_array(np.asarray(self.image, np.float64), 'image')}\n\n"
            "batch = image[np.newaxis]  # Keras takes many images at once: a batch of one\n"
            f"layer = keras.layers.{layer}(\n"
            f"    pool_size={self.size},\n"
            f"    strides={self.stride},\n"
            f'    padding="{self.padding}",\n'
            ")\n"
            f"{'# ' + note if sign else ''}"
            f"output = {sign}np.array(layer({sign}batch))[0]  # (height, width, channels)\n"
            "print(output)\n"
        )
