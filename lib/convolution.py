"""Convolution, as a convolutional layer computes it, and the settings of its stepper."""

from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from lib.arithmetic import Padding
from lib.messages import N_
from lib.sliding import (
    MAX_CHANNELS,
    MAX_DILATION,
    MAX_KERNEL,
    MAX_STRIDE,
    Array,
    Maps,
    Pair,
    Sides,
    WindowError,
    check_padding,
    code_array,
    layered,
    listed,
    maps,
    nested,
    numbers,
    pad_widths,
    pair,
    positions,
    require_keys,
)

Kernels = tuple[Maps, ...]
"""Weights as nested tuples: rows, columns, input channels, filters."""


def correlate(
    image: npt.ArrayLike,
    kernels: npt.ArrayLike,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
    bias: npt.ArrayLike | None = None,
) -> Array:
    """Slide filters over an image; each output is the sum of all products, plus the bias.

    This is what deep learning calls a convolution: the kernel is laid on as it is. The convolution
    of mathematics turns it by 180° first.

    Parameters
    ----------
    image : array_like of shape (H, W, Cin)
        Any numbers.
    kernels : array_like of shape (kh, kw, Cin, Cout)
        A filter has a slice for each channel of the image; products are summed over the channels.
    stride : int or tuple of int
        Pixels from one position of the window to the next: (down, across).
    padding : {"valid", "same"} or int
        Zeros around the image: none, as many as Keras adds, or so many on each side.
    dilation : int or tuple of int
        Pixels from one weight to the next.
    bias : array_like of shape (Cout,), optional
        Added to every value of a filter's map; 0 when left out.

    Returns
    -------
    ndarray of shape (OH, OW, Cout), float64
        One map for each filter.

    Raises
    ------
    WindowError
        If shapes or settings do not go together.
    ArithmeticSettingError
        If the kernel does not fit into the image.

    References
    ----------
    https://keras.io/api/layers/convolution_layers/convolution2d

    Examples
    --------
    A vertical edge, left of it darker than right:

    >>> image = np.array([[0, 0, 9, 9]])[..., None]
    >>> correlate(image, np.array([[-1, 1]])[..., None, None])[..., 0]
    array([[0., 9., 0.]])
    """
    weights = np.asarray(kernels, np.float64)
    pixels = np.asarray(image, np.float64)
    _require_shapes(pixels, weights)
    kernel = weights.shape[:2]
    steps, spacing = pair("stride", stride), pair("dilation", dilation)
    wide, _ = padded(pixels, kernel, stride=steps, padding=padding, dilation=spacing)
    height, width = (
        positions(*sides) for sides in zip(wide.shape[:2], kernel, steps, spacing, strict=True)
    )
    output = np.zeros((height, width, weights.shape[3]))
    for row, column in np.ndindex(kernel):
        seen = wide[row * spacing[0] :: steps[0], column * spacing[1] :: steps[1]]
        output += seen[:height, :width] @ weights[row, column]
    return output if bias is None else output + np.asarray(bias, np.float64)


def padded(
    image: npt.ArrayLike,
    kernel_size: int | Pair,
    *,
    stride: int | Pair = 1,
    padding: Padding = "valid",
    dilation: int | Pair = 1,
) -> tuple[Array, Sides]:
    """Return an image with the zeros that `correlate` lays around it, and how many these are.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, C)
    kernel_size, stride, dilation : int or tuple of int
    padding : {"valid", "same"} or int

    Returns
    -------
    ndarray of shape (H + top + bottom, W + left + right[, C]), float64
    tuple of int
        Rows and columns added: top, bottom, left, right.

    Examples
    --------
    An even kernel: Keras puts the spare zeros below and on the right.

    >>> padded([[1, 2], [3, 4]], 2, padding="same")
    (array([[1., 2., 0.],
           [3., 4., 0.],
           [0., 0., 0.]]), (0, 1, 0, 1))
    """
    pixels = np.asarray(image, np.float64)
    kernel, steps = pair("kernel_size", kernel_size), pair("stride", stride)
    spacing = pair("dilation", dilation)
    sides = pad_widths((pixels.shape[0], pixels.shape[1]), kernel, steps, padding, spacing)
    top, bottom, left, right = sides
    widths = [(top, bottom), (left, right)] + [(0, 0)] * (pixels.ndim - 2)
    return np.pad(pixels, widths), sides


def _require_shapes(image: Array, kernels: Array) -> None:
    if image.ndim == 3 and kernels.ndim == 4 and image.shape[2] == kernels.shape[2]:
        return
    raise WindowError(
        N_(
            "The image has the shape {image} and the kernels {kernels}; they must be (height,"
            " width, channels) and (height, width, channels, filters) with the same channels."
        ),
        image=image.shape,
        kernels=kernels.shape,
    )


@dataclass(frozen=True)
class ConvolutionSetting:
    """Everything that the stepper shows: an image, filters and how they slide.

    Attributes
    ----------
    image : nested tuples of shape (H, W, Cin)
    kernels : nested tuples of shape (kh, kw, Cin, Cout)
        As the reader writes them, whatever `flip` is.
    bias : tuple of float
        One for each filter.
    stride, dilation : tuple of int
        Height and width.
    padding : {"valid", "same"} or int
    flip : bool
        False: cross-correlation, as a CNN computes it. True: the kernel is turned by 180° first,
        which makes it the convolution of mathematics.

    Raises
    ------
    WindowError
        If a part is not what it must be, beyond what the stepper draws, or Keras refuses it.
    ArithmeticSettingError
        If the kernel does not fit into the image.
    """

    image: Maps
    kernels: Kernels
    bias: tuple[float, ...]
    stride: Pair = (1, 1)
    padding: Padding = "valid"
    dilation: Pair = (1, 1)
    flip: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be computed."""
        image, kernels = np.asarray(self.image), np.asarray(self.kernels)
        _require_shapes(image, kernels)
        if len(self.bias) != kernels.shape[3]:
            raise WindowError(
                N_("There are {filters} filters, but {received} biases; each filter has one."),
                filters=kernels.shape[3],
                received=len(self.bias),
            )
        if max(self.stride) > 1 and max(self.dilation) > 1:
            raise WindowError(
                N_(
                    "Keras computes no convolution whose stride {stride} and dilation {dilation}"
                    " are both above 1. Set one of them to 1."
                ),
                stride=self.stride,
                dilation=self.dilation,
            )
        padded(
            image,
            kernels.shape[:2],
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )

    @classmethod
    def of(
        cls,
        image: npt.ArrayLike,
        kernels: npt.ArrayLike,
        *,
        bias: npt.ArrayLike | None = None,
        stride: int | Pair = 1,
        padding: Padding = "valid",
        dilation: int | Pair = 1,
        flip: bool = False,
    ) -> Self:
        """Return the setting for arrays; channels and filters may be left out when there is one.

        Parameters
        ----------
        image : array_like of shape (H, W) or (H, W, Cin)
        kernels : array_like of shape (kh, kw), (kh, kw, Cin) or (kh, kw, Cin, Cout)
        bias : array_like of shape (Cout,), optional

        Examples
        --------
        >>> ConvolutionSetting.of([[1, 2, 3]], [[1, 1]]).output()[..., 0]
        array([[3., 5.]])
        """
        weights = layered(kernels, 4)
        shift = np.zeros(weights.shape[3]) if bias is None else np.asarray(bias)
        state = {
            "image": nested(layered(image, 3)),
            "kernels": nested(weights),
            "bias": nested(shift),
            "stride": pair("stride", stride),
            "padding": padding,
            "dilation": pair("dilation", dilation),
            "flip": flip,
        }
        return cls.from_state(state)

    @classmethod
    def from_state(cls, state: object) -> Self:
        """Return the setting that a browser sends; nothing in it is trusted.

        Raises
        ------
        WindowError, ArithmeticSettingError
        """
        parts = require_keys(state, set(cls.__dataclass_fields__))
        kernels = parts["kernels"]
        if not isinstance(kernels, list | tuple) or not 1 <= len(kernels) <= MAX_KERNEL:
            kernels = [kernels]  # `maps` then says what is wrong
        if not isinstance(parts["flip"], bool):
            raise WindowError(
                N_("flip is {received}, but it must be true or false."),
                received=repr(parts["flip"])[:40],
            )
        rows = tuple(maps("kernels", row, MAX_KERNEL) for row in kernels)
        if len({len(row) for row in rows}) > 1 or len({len(row[0]) for row in rows}) > 1:
            raise WindowError(
                N_("The rows of {name} have different lengths. Fill every cell."), name="kernels"
            )
        return cls(
            image=maps("image", parts["image"]),
            kernels=rows,
            bias=numbers("bias", parts["bias"], MAX_CHANNELS),
            stride=pair("stride", parts["stride"], MAX_STRIDE),
            padding=check_padding(parts["padding"]),
            dilation=pair("dilation", parts["dilation"], MAX_DILATION),
            flip=parts["flip"],
        )

    def to_state(self) -> dict[str, Any]:
        """Return the setting as a browser takes it; `from_state` turns it back."""
        return {
            name: value if isinstance(value, str | bool) else listed(value)
            for name, value in asdict(self).items()
        }

    def weights(self) -> Array:
        """Return the kernels as they are laid on the image: turned by 180° when `flip` is set.

        Returns
        -------
        ndarray of shape (kh, kw, Cin, Cout), float64
        """
        kernels = np.asarray(self.kernels, np.float64)
        return kernels[::-1, ::-1] if self.flip else kernels

    def output(self) -> Array:
        """Return one map for each filter.

        Returns
        -------
        ndarray of shape (OH, OW, Cout), float64
        """
        return correlate(
            self.image,
            self.weights(),
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            bias=self.bias,
        )

    def to_code(self) -> str:
        """Return a Keras script that computes `output`, prints it and leaves it under that name."""
        kernels = np.asarray(self.kernels, np.float64)
        height, width, _, filters = kernels.shape
        by_number = not isinstance(self.padding, str)
        turn = "kernels = kernels[::-1, ::-1]  # turned by 180°: true convolution\n"
        zeros = f"batch = keras.layers.ZeroPadding2D({self.padding})(batch)\n"
        return (
            "import keras\n"
            "import numpy as np\n\n"
            f"{code_array(np.asarray(self.image, np.float64), 'image')}\n"
            f"{code_array(kernels, 'kernels')}\n"
            f"{turn if self.flip else ''}"
            f'bias = np.array({listed(self.bias)!r}, "float32")\n\n'
            "batch = image[np.newaxis]  # Keras takes many images at once: a batch of one\n"
            f"{zeros if by_number else ''}"
            "layer = keras.layers.Conv2D(\n"
            f"    filters={filters},\n"
            f"    kernel_size={(height, width)},\n"
            f"    strides={self.stride},\n"
            f'    padding="{"valid" if by_number else self.padding}",\n'
            f"    dilation_rate={self.dilation},\n"
            ")\n"
            "layer.build(batch.shape)\n"
            "layer.set_weights([kernels, bias])\n"
            "output = np.array(layer(batch))[0]  # (height, width, filters)\n"
            "print(output)\n"
        )
