"""Flatten: how an array becomes a vector, value by value."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.sliding import code_array

#: The lecture's 3×3 array (L1).
LECTURE = ((1, 24, 9), (4, 11, 52), (54, 32, 15))


@dataclass(frozen=True)
class Place:
    """Where a value stands in the array and in the vector, counted from 0."""

    row: int
    column: int
    channel: int
    index: int


def flatten(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the values one after the other, as `keras.layers.Flatten` does with one picture.

    Parameters
    ----------
    values : ndarray of shape (H, W, C)

    Returns
    -------
    ndarray of shape (H * W * C,)
        Row by row, in a row from left to right, and of one place all channels.

    Examples
    --------
    >>> flatten(np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]))
    array([1, 2, 3, 4, 5, 6, 7, 8])
    """
    return values.reshape(-1)


def place(index: int, shape: tuple[int, int, int]) -> Place:
    """Return where the value that Flatten puts at `index` came from.

    Parameters
    ----------
    index : int
        0 to ``H * W * C - 1``.
    shape : tuple of int
        Height, width and channels of the array.

    Notes
    -----
    ``index = (row * W + column) * C + channel``.

    Examples
    --------
    >>> place(5, (3, 3, 1))
    Place(row=1, column=2, channel=0, index=5)
    """
    _, width, channels = shape
    position, channel = divmod(index, channels)
    row, column = divmod(position, width)
    return Place(row, column, channel, index)


def example(channels: int) -> npt.NDArray[np.float64]:
    """Return the lecture's array, and behind it as many more channels as are asked for.

    The further channels hold the same numbers plus 100, 200, …, so that they can be told apart.

    >>> example(2)[0, 1].tolist()
    [24.0, 124.0]
    """
    first = np.array(LECTURE, float)
    return np.stack([first + 100 * channel for channel in range(channels)], axis=-1)


def to_code(values: npt.NDArray[np.float64]) -> str:
    """Return a script that flattens an array of shape (H, W, C) with Keras, as `vector`."""
    return (
        "import keras\n"
        "import numpy as np\n\n"
        f"{code_array(values, 'values')}\n\n"
        "vector = np.array(keras.layers.Flatten()(values[np.newaxis]))[0]\n"
        "print(vector.shape, vector)\n"
    )
