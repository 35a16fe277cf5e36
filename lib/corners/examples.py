"""Places with a name, to compare the chosen one with."""

from functools import lru_cache
from typing import Final

from lib.corners.sources import from_shape, smoothed
from lib.corners.tensor import eigen, structure_tensor

EXAMPLES: Final = ("flat", "edge", "slanted", "corner", "checkers", "dot")
"""Made pictures (see `SHAPES`), each at its own place."""


@lru_cache(maxsize=64)
def named_eigenvalues(size: int, sigma: float) -> dict[str, tuple[float, float]]:
    """Return λ1 and λ2 of each of `EXAMPLES`, for a window and a blur.

    >>> named_eigenvalues(5, 0)["edge"]
    (2.5, 0.0)
    """
    found = {}
    for name in EXAMPLES:
        source = smoothed(from_shape(name), sigma)
        values, _ = eigen(structure_tensor(source.picture, source.place, size))
        found[name] = (float(values[0]), float(values[1]))
    return found
