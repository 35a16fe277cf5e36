"""Corners found by hand-made rules: a window that is shifted, and the gradients under it.

Inside this package a picture is an ndarray of float64, of shape (H, W), from 0.0 (black) to 1.0
(full brightness). A place is (row, column), a shift is (Δx, Δy) with x to the right and y down, as
the lecture writes it; both are in pixels.
"""

from lib.corners.code import maps_code, window_code
from lib.corners.examples import EXAMPLES, named_eigenvalues
from lib.corners.maps import Harris, Moravec, moravec_map
from lib.corners.rotation import (
    Stayed,
    mapped_back,
    radius,
    rotated,
    share_by_angle,
    stayed,
)
from lib.corners.shifts import (
    DIRECTIONS,
    SIZES,
    directions_error,
    error_surface,
    margin,
    mirrored_error,
    shift_error,
    window,
)
from lib.corners.sources import (
    FILE,
    SAMPLES,
    SHAPES,
    Source,
    clamped,
    from_digit,
    from_sample,
    from_shape,
    from_upload,
    smoothed,
)
from lib.corners.tensor import (
    eigen,
    ellipse,
    gradients,
    kind,
    linearised_surface,
    structure_tensor,
    threshold,
)

__all__ = [
    "DIRECTIONS",
    "EXAMPLES",
    "FILE",
    "SAMPLES",
    "SHAPES",
    "SIZES",
    "Harris",
    "Moravec",
    "Source",
    "Stayed",
    "clamped",
    "directions_error",
    "eigen",
    "ellipse",
    "error_surface",
    "from_digit",
    "from_sample",
    "from_shape",
    "from_upload",
    "gradients",
    "kind",
    "linearised_surface",
    "mapped_back",
    "maps_code",
    "margin",
    "mirrored_error",
    "moravec_map",
    "named_eigenvalues",
    "radius",
    "rotated",
    "share_by_angle",
    "shift_error",
    "smoothed",
    "stayed",
    "structure_tensor",
    "threshold",
    "window",
    "window_code",
]
