"""The code for what the page shows, to be copied: numpy and scikit-image, nothing of the lab."""

from lib.corners.maps import FAINTEST, Harris, Moravec, harris_padding
from lib.corners.rotation import BORDER
from lib.corners.shifts import DIRECTIONS, REACH, Place, margin
from lib.corners.sources import Source

_SHIFTS = ", ".join(str(shift) for shift in DIRECTIONS.values())

_WINDOW = """\
row, column, size = {row}, {column}, {size}  # the window W
half = size // 2


def window(values, row, column):
    return values[row - half : row + half + 1, column - half : column + half + 1]


W = window(picture, row, column)

# E for the lecture's four shifts (Δx, Δy); the least is the pixel's response
shifts = [{shifts}]
E = [np.sum((window(picture, row + dy, column + dx) - W) ** 2) for dx, dy in shifts]
response = min(E)

# E for all shifts up to {reach} pixels; outside the picture there is nothing
steps = range(-{reach}, {reach} + 1)
padded = np.pad(picture, {reach}, constant_values=np.nan)


def error(dx, dy):
    return np.sum((window(padded, row + {reach} + dy, column + {reach} + dx) - W) ** 2)


surface = np.array([[error(dx, dy) for dx in steps] for dy in steps])

# the gradients, the structure tensor M and its eigenvalues
gradient_y, gradient_x = np.gradient(picture)
I_x, I_y = window(gradient_x, row, column), window(gradient_y, row, column)
M = np.array(
    [
        [np.sum(I_x * I_x), np.sum(I_x * I_y)],
        [np.sum(I_x * I_y), np.sum(I_y * I_y)],
    ]
)
lambda_2, lambda_1 = np.linalg.eigvalsh(M)
shift = np.stack(np.meshgrid(steps, steps), axis=-1)  # (Δx, Δy) of every cell
linearised = np.einsum("yxi,ij,yxj->yx", shift, M, shift)

print("E:", dict(zip(shifts, E)), "response:", response)
print("M:", M, "eigenvalues:", lambda_1, lambda_2)
"""

_MAPS = """\
def moravec(picture, size={size}):
    \"\"\"Return the least E of the lecture's four shifts, for every pixel.\"\"\"
    least = np.full(picture.shape, np.inf)
    for dx, dy in [{shifts}]:
        squared = (np.roll(picture, (-dy, -dx), (0, 1)) - picture) ** 2
        rows = ndimage.correlate1d(squared, np.ones(size), axis=0, mode="constant")
        sums = ndimage.correlate1d(rows, np.ones(size), axis=1, mode="constant")
        least = np.minimum(least, sums)
    inside = np.zeros(picture.shape)
    inside[{margin}:-{margin}, {margin}:-{margin}] = least[{margin}:-{margin}, {margin}:-{margin}]
    return inside


def harris(picture):
    \"\"\"Return det M - k (trace M)**2, for every pixel; border pixels are repeated outwards.\"\"\"
    padded = np.pad(picture, {pad}, mode="edge")
    response = corner_harris(padded, method="k", k={harris.k:g}, sigma={harris.sigma:g})
    return response[{pad}:-{pad}, {pad}:-{pad}]


def moravec_corners(picture):
    return corner_peaks(
        moravec(picture),
        min_distance={moravec.distance},
        threshold_abs={faintest},
        threshold_rel={moravec.share:g},
        exclude_border={margin},
    )


def harris_corners(picture):
    return corner_peaks(
        harris(picture),
        min_distance={harris.distance},
        threshold_abs={faintest},
        threshold_rel={harris.share:g},
        exclude_border={harris.edge},
    )


print(len(moravec_corners(picture)), "corners by Moravec")
print(len(harris_corners(picture)), "corners by Harris")

# turn the picture, find its corners, turn them back: which are there again?
angle, tolerance = {angle:g}, {tolerance:g}
turned = rotate(picture, angle, order=1, mode="edge")
centre = (np.array(picture.shape) - 1) / 2
radius = min(picture.shape) / 2 - {border}
c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))


def share_that_stays(corners):
    before = corners(picture) - centre
    before = before[np.hypot(*before.T) <= radius]
    after = corners(turned) - centre
    after = after[np.hypot(*after.T) <= radius + tolerance]
    if len(before) == 0 or len(after) == 0:
        return 0.0 if len(before) else None
    back = after @ np.array([[c, -s], [s, c]])
    gaps = np.linalg.norm(before[:, None] - back[None], axis=-1)
    pairs = maximum_bipartite_matching(csr_matrix(gaps <= tolerance + 1e-9), perm_type="column")
    return (pairs >= 0).mean()


moravec_share = share_that_stays(moravec_corners)
harris_share = share_that_stays(harris_corners)
print("stay:", moravec_share, "by Moravec,", harris_share, "by Harris")
"""

_MAPS_IMPORTS = """\
import numpy as np
from scipy import ndimage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching
{skimage}from skimage.feature import corner_harris, corner_peaks
from skimage.transform import {transform}
"""


def window_code(source: Source, place: Place, size: int) -> str:
    """Return a script for one place.

    It defines `picture`, `W`, `shifts`, `E`, `response`, `surface`, `I_x`, `I_y`, `M`, `lambda_1`,
    `lambda_2` and `linearised`.

    Parameters
    ----------
    source : Source
        The picture.
    place : tuple of int
        Row and column of the window's centre.
    size : int
        Width and height of the window, odd.
    """
    imports = "import numpy as np\n" + _from_skimage(source)
    if "downscale_local_mean" in source.code:
        imports += "from skimage.transform import downscale_local_mean\n"
    body = _WINDOW.format(row=place[0], column=place[1], size=size, shifts=_SHIFTS, reach=REACH)
    return f"{imports}\n{source.code}\n\n{body}"


def maps_code(
    source: Source, moravec: Moravec, harris: Harris, angle: float, tolerance: float
) -> str:
    """Return a script for the whole picture.

    It defines `picture` and `turned`, the functions of a picture `moravec`, `harris`,
    `moravec_corners` and `harris_corners`, and `moravec_share` and `harris_share`.
    """
    transform = "rotate"
    if "downscale_local_mean" in source.code:
        transform = "downscale_local_mean, rotate"
    imports = _MAPS_IMPORTS.format(skimage=_from_skimage(source), transform=transform)
    body = _MAPS.format(
        size=moravec.size,
        shifts=_SHIFTS,
        margin=margin(moravec.size),
        pad=harris_padding(harris.sigma),
        moravec=moravec,
        harris=harris,
        faintest=FAINTEST,
        angle=angle,
        tolerance=tolerance,
        border=BORDER,
    )
    return f"{imports}\n{source.code}\n\n\n{body}"


def _from_skimage(source: Source) -> str:
    """Return the import of those modules of scikit-image that make the picture."""
    used = [name for name in ("color", "data", "filters", "io") if f"{name}." in source.code]
    return f"from skimage import {', '.join(used)}\n" if used else ""
