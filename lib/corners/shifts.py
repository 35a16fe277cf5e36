"""A window on a picture, and how much what it shows changes when it is shifted.

References
----------
H. Moravec, "Obstacle avoidance and navigation in the real world by a seeing robot rover", 1980.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.float64]
Place = tuple[int, int]
Shift = tuple[int, int]

DIRECTIONS: Final[dict[str, Shift]] = {
    "horizontal": (1, 0),
    "vertical": (0, 1),
    "right diagonal": (1, 1),
    "left diagonal": (-1, 1),
}
"""The lecture's four directions, each a shift (Δx, Δy) by one pixel."""

SIZES: Final = (3, 5, 7, 9)
"""How many pixels a window may be wide and high."""

REACH: Final = 4
"""The longest shift to the left, right, up and down that is looked at, in pixels."""


def margin(size: int) -> int:
    """Return how far from the border a window's centre stays, so that it can be shifted by one.

    >>> margin(5)
    3
    """
    return size // 2 + 1


def window(picture: Grey, place: Place, size: int) -> Grey:
    """Return the pixels under the window.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    place : tuple of int
        Row and column of the window's centre.
    size : int
        Width and height of the window, odd.

    Returns
    -------
    ndarray of shape (size, size), float64
        A view; smaller where the window leaves the picture.

    Examples
    --------
    >>> window(np.arange(25.0).reshape(5, 5), (2, 3), 3)
    array([[ 7.,  8.,  9.],
           [12., 13., 14.],
           [17., 18., 19.]])
    """
    half = size // 2
    top, left = place[0] - half, place[1] - half
    return picture[max(top, 0) : top + size, max(left, 0) : left + size]


def shift_error(picture: Grey, place: Place, size: int, shift: Shift) -> float:
    """Return E: the sum of squared differences between the shifted window and the window.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    place : tuple of int
        Row and column of the window's centre.
    size : int
        Width and height of the window, odd.
    shift : tuple of int
        (Δx, Δy): to the right and down.

    Returns
    -------
    float
        ``sum((I(x + Δ) - I(x))**2)`` over the window; nan when a part of it leaves the picture.

    Examples
    --------
    An upright edge: nothing changes along it, three pixels change across it.

    >>> edge = np.zeros((7, 7))
    >>> edge[:, 4:] = 1
    >>> shift_error(edge, (3, 3), 3, (0, 1)), shift_error(edge, (3, 3), 3, (1, 0))
    (0.0, 3.0)
    """
    before = window(picture, place, size)
    after = window(picture, (place[0] + shift[1], place[1] + shift[0]), size)
    if before.shape != (size, size) or after.shape != (size, size):
        return float("nan")
    return float(np.sum((after - before) ** 2))


def directions_error(picture: Grey, place: Place, size: int) -> dict[str, float]:
    """Return E for each of `DIRECTIONS`; the least of them is the pixel's response."""
    return {name: shift_error(picture, place, size, shift) for name, shift in DIRECTIONS.items()}


def mirrored_error(picture: Grey, place: Place, size: int) -> dict[str, float]:
    """Return E for the opposite of each of `DIRECTIONS`: to the left, up and so on."""
    return {
        name: shift_error(picture, place, size, (-dx, -dy)) for name, (dx, dy) in DIRECTIONS.items()
    }


def error_surface(picture: Grey, place: Place, size: int, reach: int = REACH) -> Grey:
    """Return E for all shifts up to `reach` pixels.

    Returns
    -------
    ndarray of shape (2 * reach + 1, 2 * reach + 1), float64
        ``[reach + Δy, reach + Δx]`` is E(Δx, Δy): 0 in the middle, nan where the shifted window
        would leave the picture.
    """
    steps = range(-reach, reach + 1)
    return np.array([[shift_error(picture, place, size, (x, y)) for x in steps] for y in steps])
