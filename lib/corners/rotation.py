"""Which corners stay when the picture is turned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching
from skimage.transform import rotate

from lib.corners.maps import Detector, Places
from lib.corners.shifts import Grey

BORDER = 4
"""Corners count in a circle that stays this far from the border: there nothing is cut off."""


@dataclass(frozen=True, eq=False)
class Stayed:
    """The corners of a picture before and after it is turned.

    Attributes
    ----------
    before : ndarray of shape (n, 2), int64
        Rows and columns of the corners in the picture, inside the circle.
    after : ndarray of shape (m, 2), int64
        Those in the turned picture, as they lie there.
    kept : ndarray of shape (n,), bool
        Which of `before` were found again.
    found_again : ndarray of shape (m,), bool
        Which of `after` belong to one of `before`.
    """

    before: Places
    after: Places
    kept: npt.NDArray[np.bool_]
    found_again: npt.NDArray[np.bool_]

    @property
    def share(self) -> float | None:
        """The share of `before` that stayed; None when there was none."""
        return float(self.kept.mean()) if len(self.kept) else None


def rotated(picture: Grey, angle: float) -> Grey:
    """Return the picture turned anticlockwise about its middle, of the same shape.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    angle : float
        In degrees. New pixels are interpolated linearly; border pixels are repeated outwards.
    """
    # A copy: scikit-image's loop does not take an array that is read-only.
    turned: Grey = rotate(picture.copy(), angle, order=1, mode="edge")
    return turned


def mapped_back(places: Places, angle: float, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Return where places of a turned picture lay before it was turned.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
        Rows and columns in the turned picture.
    angle : float
        By which it was turned anticlockwise, in degrees.
    shape : tuple of int
        Height and width of the picture.

    Returns
    -------
    ndarray of shape (n, 2), float64

    Examples
    --------
    The top of a picture of 5 × 5, turned by a quarter, was its right side:

    >>> mapped_back(np.array([[0, 2]]), 90, (5, 5)).round(6)
    array([[2., 4.]])
    """
    centre = (np.array(shape) - 1) / 2
    down, right = (places - centre).T
    cosine, sine = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    rows, columns = cosine * down + sine * right, cosine * right - sine * down
    return np.stack([rows, columns], axis=1) + centre


def stayed(picture: Grey, angle: float, detector: Detector, tolerance: float) -> Stayed:
    """Find the corners of a picture and of the turned picture, and see which are the same.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    angle : float
        In degrees, anticlockwise.
    detector : Detector
    tolerance : float
        Two corners are the same when, turned back, they are at most so many pixels apart. As many
        pairs as possible are made, each corner in one pair at most.
    """
    shape = (picture.shape[0], picture.shape[1])
    before = detector.corners(picture)
    before = before[distance_from_middle(before, shape) <= radius(shape)]
    after = detector.corners(rotated(picture, angle))
    # A little farther out: a corner on the circle may be found just outside it.
    after = after[distance_from_middle(after, shape) <= radius(shape) + tolerance]
    kept, found_again = pairs(before, mapped_back(after, angle, shape), tolerance)
    return Stayed(before, after, kept, found_again)


def share_by_angle(
    picture: Grey, angles: Sequence[float], detector: Detector, tolerance: float
) -> list[float | None]:
    """Return the share of corners that stay, for each of several angles."""
    return [stayed(picture, angle, detector, tolerance).share for angle in angles]


def radius(shape: tuple[int, int]) -> float:
    """Return the radius of the circle in which corners count, in pixels."""
    return min(shape) / 2 - BORDER


def distance_from_middle(places: Places, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Return how far each place is from the middle of the picture, in pixels."""
    offsets = places - (np.array(shape) - 1) / 2
    return np.asarray(np.hypot(offsets[:, 0], offsets[:, 1]))


def pairs(
    one: npt.NDArray[np.generic], other: npt.NDArray[np.generic], tolerance: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Pair places that are close, as many as possible, each at most once.

    Returns
    -------
    tuple of ndarray of shape (n,) and ndarray of shape (m,), bool
        Which places of `one` and which of `other` are in a pair.

    Examples
    --------
    >>> pairs(np.array([[0, 0], [0, 1]]), np.array([[0.0, 0.4]]), 1.0)[0].sum()
    np.int64(1)
    """
    if not len(one) or not len(other):
        return np.zeros(len(one), bool), np.zeros(len(other), bool)
    gaps = np.linalg.norm(one[:, None].astype(float) - other[None].astype(float), axis=-1)
    close = csr_matrix(gaps <= tolerance + 1e-9)
    partner = maximum_bipartite_matching(close, perm_type="column")
    kept = partner >= 0
    found_again = np.zeros(len(other), bool)
    found_again[partner[kept]] = True
    return kept, found_again
