"""The same question asked of the gradients: the structure tensor and its eigenvalues.

References
----------
C. Harris and M. Stephens, "A combined corner and edge detector", 1988.
J. Shi and C. Tomasi, "Good features to track", 1994: a corner is where the lesser eigenvalue is
large.
"""

from typing import Literal

import numpy as np

from lib.corners.shifts import REACH, Grey, Place, window

Kind = Literal["flat", "edge", "corner"]


def gradients(picture: Grey) -> tuple[Grey, Grey]:
    """Return how steeply the brightness rises to the right and downwards.

    Returns
    -------
    tuple of two ndarray of shape (H, W), float64
        I_x and I_y, per pixel: half the difference between the two neighbours (at the border the
        difference to the only neighbour).

    Examples
    --------
    >>> gradients(np.array([[0.0, 0.2, 0.8], [0.0, 0.2, 0.8]]))[0]
    array([[0.2, 0.4, 0.6],
           [0.2, 0.4, 0.6]])
    """
    return np.asarray(np.gradient(picture, axis=1)), np.asarray(np.gradient(picture, axis=0))


def structure_tensor(picture: Grey, place: Place, size: int) -> Grey:
    """Return M, the products of the gradients summed over the window.

    Parameters
    ----------
    picture : ndarray of shape (H, W), float64
    place : tuple of int
        Row and column of the window's centre.
    size : int
        Width and height of the window, odd.

    Returns
    -------
    ndarray of shape (2, 2), float64
        ``[[ΣI_x², ΣI_x I_y], [ΣI_x I_y, ΣI_y²]]``.

    Examples
    --------
    A slope that rises by 0.1 per pixel to the right, under nine pixels:

    >>> structure_tensor(np.tile(np.arange(5) / 10, (5, 1)), (2, 2), 3).round(3)
    array([[0.09, 0.  ],
           [0.  , 0.  ]])
    """
    x, y = (window(gradient, place, size) for gradient in gradients(picture))
    mixed = np.sum(x * y)
    return np.array([[np.sum(x**2), mixed], [mixed, np.sum(y**2)]])


def eigen(tensor: Grey) -> tuple[Grey, Grey]:
    """Return the eigenvalues of M and their directions.

    Parameters
    ----------
    tensor : ndarray of shape (2, 2), float64
        Symmetric.

    Returns
    -------
    tuple of ndarray of shape (2,) and ndarray of shape (2, 2), float64
        λ1 ≥ λ2 ≥ 0, and in row i the unit vector (x, y) that belongs to λi: E rises fastest along
        the first and slowest along the second.

    Examples
    --------
    >>> values, vectors = eigen(np.array([[1.0, 0.0], [0.0, 4.0]]))
    >>> values
    array([4., 1.])
    >>> abs(vectors)
    array([[0., 1.],
           [1., 0.]])
    """
    values, columns = np.linalg.eigh(tensor)
    # A sum of squares has no negative eigenvalue; rounding may leave -1e-18.
    return np.maximum(values[::-1], 0.0), columns.T[::-1]


def linearised_surface(tensor: Grey, reach: int = REACH) -> Grey:
    """Return ΔᵀMΔ for all shifts up to `reach` pixels.

    Returns
    -------
    ndarray of shape (2 * reach + 1, 2 * reach + 1), float64
        ``[reach + Δy, reach + Δx]`` belongs to (Δx, Δy), as in `error_surface`.

    Examples
    --------
    >>> linearised_surface(np.array([[2.0, 0.0], [0.0, 0.0]]), reach=1)
    array([[2., 0., 2.],
           [2., 0., 2.],
           [2., 0., 2.]])
    """
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(float)
    values: Grey = tensor[0, 0] * x**2 + 2 * tensor[0, 1] * x * y + tensor[1, 1] * y**2
    return values


def ellipse(tensor: Grey, level: float, points: int = 181) -> tuple[Grey, Grey] | None:
    """Return the line on which ΔᵀMΔ = level.

    Parameters
    ----------
    tensor : ndarray of shape (2, 2), float64
    level : float
        Above 0.
    points : int
        How many points of the line to return; the last is the first again.

    Returns
    -------
    tuple of two ndarray of shape (points,), float64, or None
        Δx and Δy. The half axes are √(level / λ1) and √(level / λ2); where λ2 is 0 the ellipse is
        drawn so long that it looks like the two parallel lines that it is. None when both
        eigenvalues are 0: then no shift reaches the level.

    Examples
    --------
    >>> x, y = ellipse(np.array([[4.0, 0.0], [0.0, 1.0]]), 1.0)
    >>> round(float(x.max()), 3), round(float(y.max()), 3)
    (0.5, 1.0)
    """
    values, vectors = eigen(tensor)
    if values[0] <= 1e-12:
        return None
    axes = np.sqrt(level / np.maximum(values, 1e-6 * level))
    turn = np.linspace(0, 2 * np.pi, points)
    along, across = axes[0] * np.cos(turn), axes[1] * np.sin(turn)
    return (
        along * vectors[0, 0] + across * vectors[1, 0],
        along * vectors[0, 1] + across * vectors[1, 1],
    )


def threshold(per_pixel: float, size: int) -> float:
    """Return T, the change of a whole window from which on it counts as one.

    Parameters
    ----------
    per_pixel : float
        The mean squared change of a pixel.
    size : int
        Width and height of the window.

    Examples
    --------
    >>> threshold(0.01, 5)
    0.25
    """
    return per_pixel * size**2


def kind(least: float, greatest: float, limit: float) -> Kind:
    """Name a place by the least and the greatest change there.

    With the least and greatest E of the four shifts it is Moravec's rule, with λ2 and λ1 (the least
    and greatest ΔᵀMΔ of all shifts of length 1) it is that of Shi and Tomasi.

    Examples
    --------
    >>> kind(0, 0, 0.1), kind(0, 3, 0.1), kind(2, 3, 0.1)
    ('flat', 'edge', 'corner')
    """
    if greatest < limit:
        return "flat"
    return "corner" if least >= limit else "edge"
