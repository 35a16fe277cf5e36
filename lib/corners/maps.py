"""Corner maps of a whole picture, and their peaks."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from skimage.feature import corner_harris, corner_peaks

from lib.corners.shifts import DIRECTIONS, Grey, margin

Places = npt.NDArray[np.int64]

FAINTEST = 1e-6
"""A response below this is rounding, not a corner."""


class Detector(Protocol):
    """A rule that gives every pixel a number and calls the peaks corners."""

    def response(self, picture: Grey) -> Grey:
        """Return the map, of the picture's shape."""
        ...

    def corners(self, picture: Grey) -> Places:
        """Return the peaks, strongest first: rows and columns, of shape (n, 2)."""
        ...


def moravec_map(picture: Grey, size: int) -> Grey:
    """Return, for every pixel, the least E of the lecture's four shifts.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    size : int
        Width and height of the window, odd.

    Returns
    -------
    ndarray of shape (H, W), float64
        0 where the window or the shifted window would leave the picture.

    Notes
    -----
    `skimage.feature.corner_moravec` is not the same: with ``window_size=1`` (a window of 3 × 3) it
    takes the least E of the four *diagonal* shifts (±1, ±1) and leaves out horizontal and
    vertical ones; with a larger window its shifts grow too, to every (Δx, Δy) with both parts
    between 1 and ``window_size`` in size.

    Examples
    --------
    A single bright pixel:

    >>> dot = np.zeros((7, 7))
    >>> dot[3, 3] = 1
    >>> moravec_map(dot, 3)[2:5, 2:5]
    array([[1., 2., 1.],
           [1., 2., 1.],
           [1., 1., 1.]])
    """
    least = np.full(picture.shape, np.inf)
    for right, down in DIRECTIONS.values():
        squared = (np.roll(picture, (-down, -right), (0, 1)) - picture) ** 2
        # Sums of ones and not a running mean: what is 0 stays exactly 0.
        rows = ndimage.correlate1d(squared, np.ones(size), axis=0, mode="constant")
        sums = ndimage.correlate1d(rows, np.ones(size), axis=1, mode="constant")
        np.minimum(least, sums, out=least)
    edge = margin(size)
    result = np.zeros(picture.shape)
    result[edge:-edge, edge:-edge] = least[edge:-edge, edge:-edge]
    return result


def harris_map(picture: Grey, sigma: float, k: float) -> Grey:
    """Return R = det M − k (trace M)² for every pixel, as scikit-image computes it.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    sigma : float
        Standard deviation of the Gaussian that weighs the window, in pixels.
    k : float
        How long and narrow the ellipse may be, usually 0.04 to 0.06.

    Returns
    -------
    ndarray of shape (H, W), float64
        Positive at corners, negative on edges, near 0 where it is flat. M is made of Sobel's
        gradients, eight times as large as the mean slope, so R is 8⁴ = 4096 times as large.

    Notes
    -----
    scikit-image takes the picture to be black outside, which makes corners of the picture's own
    corners. Here the border pixels are repeated first, as far as the Gaussian reaches.
    """
    pad = harris_padding(sigma)
    padded = np.pad(picture, pad, mode="edge")
    response: Grey = corner_harris(padded, method="k", k=k, sigma=sigma)
    return response[pad:-pad, pad:-pad]


def harris_padding(sigma: float) -> int:
    """Return how many border pixels have an influence: the Gaussian's reach and one for Sobel.

    >>> harris_padding(1.0)
    5
    """
    return int(4 * sigma + 0.5) + 1


def peaks(response: Grey, *, share: float, distance: int, edge: int) -> Places:
    """Return the places of the local maxima above a threshold.

    Parameters
    ----------
    response : ndarray of shape (H, W), float64
    share : float
        The threshold as a share of the map's maximum, from 0 to 1.
    distance : int
        Of peaks that are at most so many pixels apart only the strongest stays.
    edge : int
        So many rows and columns at the border are left out.
    """
    found: Places = corner_peaks(
        response,
        min_distance=distance,
        threshold_abs=FAINTEST,
        threshold_rel=share,
        exclude_border=edge,
    )
    return found.reshape(-1, 2).astype(np.int64)


@dataclass(frozen=True)
class Moravec:
    """Moravec's detector: a window's side, and how peaks are chosen (see `peaks`)."""

    size: int = 5
    share: float = 0.3
    distance: int = 3

    def response(self, picture: Grey) -> Grey:
        """Return the least E of four shifts for every pixel."""
        return moravec_map(picture, self.size)

    def corners(self, picture: Grey) -> Places:
        """Return the peaks, strongest first."""
        return peaks(
            self.response(picture), share=self.share, distance=self.distance, edge=margin(self.size)
        )


@dataclass(frozen=True)
class Harris:
    """Harris's detector: the Gaussian's width, k, and how peaks are chosen (see `peaks`)."""

    sigma: float = 1.0
    k: float = 0.05
    share: float = 0.1
    distance: int = 3
    edge: int = 3

    def response(self, picture: Grey) -> Grey:
        """Return R for every pixel."""
        return harris_map(picture, self.sigma, self.k)

    def corners(self, picture: Grey) -> Places:
        """Return the peaks, strongest first."""
        return peaks(
            self.response(picture), share=self.share, distance=self.distance, edge=self.edge
        )
