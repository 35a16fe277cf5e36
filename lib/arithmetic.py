"""Sizes: what a sliding window makes of a side of a picture. Standard library only.

Every function works on one side (the height or the width) at a time, in pixels.

References
----------
V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285.
"""

from typing import Literal, TypeAlias

from lib.errors import LabError
from lib.messages import N_

Padding: TypeAlias = Literal["valid", "same"] | int


class ArithmeticSettingError(LabError):
    """A window that cannot be laid on its input."""


def effective_kernel(kernel: int, dilation: int = 1) -> int:
    """Return how many pixels a kernel spans when its weights stand `dilation` pixels apart.

    Parameters
    ----------
    kernel : int
        Number of weights along this side, at least 1.
    dilation : int
        Distance between two neighbouring weights, in pixels, at least 1.

    Raises
    ------
    ArithmeticSettingError
        If a setting is not a whole number or is below 1.

    Examples
    --------
    Three weights with one pixel left out between them: x . x . x

    >>> effective_kernel(3, 2)
    5
    """
    _require_int("kernel", kernel, 1)
    _require_int("dilation", dilation, 1)
    return dilation * (kernel - 1) + 1


def output_size(
    size: int, kernel: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> int:
    """Return how many positions a window takes along one side.

    Parameters
    ----------
    size : int
        Side of the input, in pixels, at least 1.
    kernel : int
        Side of the kernel or of the pooling window, at least 1.
    stride : int
        Step from one position to the next, in pixels, at least 1.
    padding : {"valid", "same"} or int
        No padding; as much as Keras adds so that stride 1 keeps the size; or this many pixels on
        each side, at least 0.
    dilation : int
        Distance between neighbouring weights, in pixels, at least 1.

    Returns
    -------
    int
        ``floor((size + 2 * padding - effective_kernel) / stride) + 1``, and ``ceil(size / stride)``
        for "same".

    Raises
    ------
    ArithmeticSettingError
        If a setting is not a whole number in its range, or the kernel does not fit.

    Examples
    --------
    >>> output_size(120, 5), output_size(116, 2, stride=2)
    (116, 58)
    >>> output_size(28, 3, padding="same"), output_size(28, 3, stride=2, padding=1)
    (28, 14)
    """
    _require_int("size", size, 1)
    reach = effective_kernel(kernel, dilation)
    _require_int("stride", stride, 1)
    if _require_padding(padding) == "same":
        return (size - 1) // stride + 1
    available = size if isinstance(padding, str) else size + 2 * padding
    if available < reach:
        raise ArithmeticSettingError(
            N_(
                "The kernel reaches over {reach} pixels, but only {available} are there:"
                " {available} − {reach} is negative."
                " Use a smaller kernel, less dilation or more padding."
            ),
            reach=reach,
            available=available,
        )
    return (available - reach) // stride + 1


def same_padding(size: int, kernel: int, *, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Return how many pixels "same" padding adds before and after one side.

    An odd number of pixels cannot be shared out evenly; Keras puts the spare one after.

    Parameters
    ----------
    size, kernel, stride, dilation : int
        As for `output_size`.

    Returns
    -------
    tuple[int, int]
        Pixels added before (top or left) and after (bottom or right).

    Raises
    ------
    ArithmeticSettingError
        If a setting is not a whole number, or is below 1.

    Examples
    --------
    >>> same_padding(28, 5), same_padding(28, 3, stride=2)
    ((2, 2), (0, 1))
    """
    positions = output_size(size, kernel, stride=stride, padding="same", dilation=dilation)
    needed = (positions - 1) * stride + effective_kernel(kernel, dilation)
    total = max(needed - size, 0)
    return total // 2, total - total // 2


def transposed_output_size(
    size: int, kernel: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> int:
    """Return the side of what a transposed convolution makes, as Keras's `Conv2DTranspose`.

    Parameters
    ----------
    size, kernel, stride, dilation : int
        As for `output_size`.
    padding : {"valid", "same"} or int
        What the matching ordinary convolution would have added; here it is cut off again.

    Returns
    -------
    int
        ``size * stride`` for "same"; ``(size - 1) * stride + max(effective_kernel, stride)`` for
        "valid", where Keras fills a kernel shorter than the stride up to the stride; with a number,
        ``(size - 1) * stride + effective_kernel - 2 * padding``.

    Raises
    ------
    ArithmeticSettingError
        If a setting is not a whole number in its range, or the padding cuts everything away.

    Examples
    --------
    >>> transposed_output_size(14, 3, stride=2), transposed_output_size(14, 2, stride=3)
    (29, 42)
    >>> transposed_output_size(14, 3, stride=2, padding="same")
    28
    >>> transposed_output_size(14, 3, stride=2, padding=1)
    27
    """
    _require_int("size", size, 1)
    reach = effective_kernel(kernel, dilation)
    _require_int("stride", stride, 1)
    if _require_padding(padding) == "same":
        return size * stride
    if isinstance(padding, str):
        return (size - 1) * stride + max(reach, stride)
    full = (size - 1) * stride + reach
    if full <= 2 * padding:
        raise ArithmeticSettingError(
            N_(
                "A padding of {padding} cuts {cut} of {full} pixels away, and none is left."
                " Use less padding."
            ),
            padding=padding,
            cut=2 * padding,
            full=full,
        )
    return full - 2 * padding


def receptive_field(
    field: int, jump: int, kernel: int, *, stride: int = 1, dilation: int = 1
) -> tuple[int, int]:
    """Return the receptive field and the jump after one more layer.

    A chain starts with the pixels themselves: field 1, jump 1.

    Parameters
    ----------
    field : int
        How many pixels of the picture one value of the layer's input sees, along this side.
    jump : int
        How many pixels of the picture lie between two neighbouring values of that input.
    kernel, stride, dilation : int
        The layer's window, as for `output_size`.

    Returns
    -------
    tuple[int, int]
        The field and the jump of the layer's output, in pixels of the picture.

    Raises
    ------
    ArithmeticSettingError
        If a setting is not a whole number, or is below 1.

    Examples
    --------
    Two 3×3 convolutions see as far as one of 5×5; pooling by 2 then doubles the jump.

    >>> receptive_field(1, 1, 3), receptive_field(3, 1, 3)
    ((3, 1), (5, 1))
    >>> receptive_field(5, 1, 2, stride=2)
    (6, 2)
    """
    _require_int("field", field, 1)
    _require_int("jump", jump, 1)
    reach = effective_kernel(kernel, dilation)
    _require_int("stride", stride, 1)
    return field + (reach - 1) * jump, jump * stride


def _require_int(setting: str, value: object, least: int) -> None:
    # True is an int to Python, but never a size.
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return
    raise ArithmeticSettingError(
        N_("{setting} is {received}, but it must be a whole number of at least {least}."),
        setting=setting,
        received=repr(value),
        least=least,
    )


def _require_padding(padding: object) -> object:
    if isinstance(padding, str) and padding in ("valid", "same"):
        return padding
    if isinstance(padding, int) and not isinstance(padding, bool) and padding >= 0:
        return padding
    raise ArithmeticSettingError(
        N_(
            'padding is {received}, but it must be "valid", "same" or a whole number of at least 0.'
        ),
        received=repr(padding),
    )
