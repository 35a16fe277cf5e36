"""What convolution and pooling have in common: a window that slides over a padded picture."""

from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from lib.arithmetic import Padding, output_size, same_padding
from lib.errors import LabError
from lib.messages import N_

Array: TypeAlias = npt.NDArray[np.float64]
Pair: TypeAlias = tuple[int, int]
Sides: TypeAlias = tuple[int, int, int, int]
Mode: TypeAlias = Literal["max", "average", "min"]
Maps: TypeAlias = tuple[tuple[tuple[float, ...], ...], ...]
"""A picture as nested tuples: rows, columns, channels."""

# What the stepper can draw and a reader can follow.
MAX_SIDE: Final = 12
MAX_CHANNELS: Final = 4
MAX_KERNEL: Final = 7
MAX_STRIDE: Final = 6
MAX_PADDING: Final = 6
MAX_DILATION: Final = 4
LARGEST: Final = 1e6


class WindowError(LabError):
    """A window, a picture or a number that cannot be slid, padded or shown."""


def pair(setting: str, value: object, most: int | None = None) -> Pair:
    """Return a whole number of at least 1, or two of them, as (height, width).

    >>> pair("stride", 2), pair("stride", (1, 3))
    ((2, 2), (1, 3))
    """
    both = (value, value) if isinstance(value, int) else value
    if isinstance(both, Sequence) and len(both) == 2:
        height, width = both
        if _whole(height, 1, most) and _whole(width, 1, most):
            return height, width
    if most is None:
        raise WindowError(
            N_(
                "{setting} is {received}, but it must be a whole number of at least 1,"
                " or two of them: height and width."
            ),
            setting=setting,
            received=_short(value),
        )
    raise WindowError(
        N_(
            "{setting} is {received}, but it must be a whole number from 1 to {most},"
            " or two of them: height and width."
        ),
        setting=setting,
        received=_short(value),
        most=most,
    )


def pad_widths(shape: Pair, kernel: Pair, stride: Pair, padding: Padding, dilation: Pair) -> Sides:
    """Return how many zeros go on each side: top, bottom, left, right.

    Parameters
    ----------
    shape, kernel, stride, dilation : tuple of int
        Height and width.
    padding : {"valid", "same"} or int
        As for `lib.arithmetic.output_size`; "same" may be uneven, as Keras has it.

    Raises
    ------
    ArithmeticSettingError
        If the kernel does not fit.

    Examples
    --------
    >>> pad_widths((4, 4), (2, 3), (1, 1), "same", (1, 1))
    (0, 1, 1, 1)
    """
    sides: list[int] = []
    for size, weights, step, spacing in zip(shape, kernel, stride, dilation, strict=True):
        output_size(size, weights, stride=step, padding=padding, dilation=spacing)
        if padding == "same":
            sides += same_padding(size, weights, stride=step, dilation=spacing)
        else:
            sides += [0, 0] if padding == "valid" else [padding, padding]
    top, bottom, left, right = sides
    return top, bottom, left, right


def positions(size: int, kernel: int, stride: int, dilation: int) -> int:
    """Return how often a window fits along a side that is padded already."""
    return output_size(size, kernel, stride=stride, dilation=dilation)


def maps(name: str, values: object, most: int = MAX_SIDE) -> Maps:
    """Check rows of columns of channels, and return them as nested tuples of floats.

    Parameters
    ----------
    name : str
        What the values are called in an error.
    values : object
        From outside: nothing about it is known.
    most : int
        Rows and columns allowed.

    Raises
    ------
    WindowError
        If it is no table of numbers, or is too large.

    Examples
    --------
    >>> maps("image", [[[1], [2]]])
    (((1.0,), (2.0,)),)
    """
    rows = _listed(name, values, most)
    table = tuple(
        tuple(numbers(name, cell, MAX_CHANNELS) for cell in _listed(name, row, most))
        for row in rows
    )
    if len({len(row) for row in table}) > 1 or len({len(c) for row in table for c in row}) > 1:
        raise WindowError(
            N_("The rows of {name} have different lengths. Fill every cell."), name=name
        )
    return table


def numbers(name: str, values: object, most: int) -> tuple[float, ...]:
    """Check a list of finite numbers, and return them as floats."""
    return tuple(_finite(name, value) for value in _listed(name, values, most))


def _listed(name: str, values: object, most: int) -> Sequence[Any]:
    is_list = isinstance(values, Sequence) and not isinstance(values, str | bytes)
    if not is_list or not 1 <= len(values) <= most:  # type: ignore[arg-type]
        received = len(values) if is_list else _short(values)  # type: ignore[arg-type]
        raise WindowError(
            N_("{name} must have 1 to {most} values along each side, but has {received}."),
            name=name,
            most=most,
            received=received,
        )
    return values  # type: ignore[return-value]


def _finite(name: str, value: object) -> float:
    # True is a number to Python, but nothing that a cell can hold.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and abs(value) <= LARGEST:  # type: ignore[arg-type]  # NaN is not
        return float(value)  # type: ignore[arg-type]
    raise WindowError(
        N_("A value of {name} is {received}; use a number from −1 000 000 to 1 000 000."),
        name=name,
        received=_short(value),
    )


def layered(values: object, axes: int) -> Array:
    """Return an array of exactly so many axes, those that lack being of length 1 at the end."""
    array = np.asarray(values, np.float64)
    return array.reshape(array.shape + (1,) * (axes - array.ndim))


def nested(array: Array) -> Any:
    """Return an array as nested tuples of floats.

    >>> nested(np.eye(2))
    ((1.0, 0.0), (0.0, 1.0))
    """
    return tuple(nested(part) for part in array) if array.ndim else float(array)


def listed(values: Any) -> Any:
    """Return nested tuples as nested lists, whole numbers as int: what JSON carries.

    >>> listed(((1.0, 0.5),))
    [[1, 0.5]]
    """
    if isinstance(values, tuple):
        return [listed(value) for value in values]
    return int(values) if float(values).is_integer() else values


def code_array(array: Array, name: str) -> str:
    """Return code that makes an image (H, W, C) or kernels (kh, kw, Cin, Cout).

    Written channel by channel, because numbers in brackets within brackets cannot be read.

    Examples
    --------
    >>> print(code_array(np.arange(4.0).reshape(2, 2, 1), "image"))
    image = np.array([
        [0, 1],
        [2, 3],
    ], "float32").reshape(2, 2, 1)
    """
    if all(length == 1 for length in array.shape[2:]):
        rows = _lines(array.reshape(array.shape[:2]), 1)
        return f'{name} = np.array([\n{rows}], "float32").reshape{array.shape}'
    tables = array.transpose(*range(array.ndim - 1, 1, -1), 0, 1)
    order = "height, width, channels" + ", filters" * (array.ndim - 3)
    axes = (*range(array.ndim - 2, array.ndim), *range(array.ndim - 3, -1, -1))
    return f'{name} = np.array([\n{_lines(tables, 1)}], "float32").transpose{axes}  # to ({order})'


def _lines(array: Array, depth: int) -> str:
    """Return nested lists as code, a row of numbers a line."""
    indent = "    " * depth
    if array.ndim == 1:
        return f"{indent}{listed(nested(array))!r},\n"
    if array.ndim == 2:
        return "".join(_lines(row, depth) for row in array)
    # A filter's slices are small: each fits into a line.
    write = _lines if array.ndim == 3 else _slices
    return "".join(f"{indent}[\n{write(part, depth + 1)}{indent}],\n" for part in array)


def _slices(array: Array, depth: int) -> str:
    indent = "    " * depth
    return "".join(f"{indent}{listed(nested(part))!r},\n" for part in array)


def _whole(value: object, least: int, most: int | None) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return least <= value and (most is None or value <= most)


def check_padding(value: object) -> Padding:
    """Check what a browser says the padding is."""
    if isinstance(value, str) and value in ("valid", "same"):
        return value  # type: ignore[return-value]
    if isinstance(value, int) and _whole(value, 0, MAX_PADDING):
        return value
    raise WindowError(
        N_('padding is {received}, but it must be "valid", "same" or 0 to {most}.'),
        received=_short(value),
        most=MAX_PADDING,
    )


def require_keys(state: object, keys: set[str]) -> dict[str, Any]:
    """Check that a browser sent a setting with just these parts."""
    if isinstance(state, dict) and set(state) == keys:
        return state
    raise WindowError(
        N_("This is not a setting of the stepper: {received}. Choose an example to start again."),
        received=_short(state),
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
