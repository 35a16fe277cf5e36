"""What the pixel inspector says of a picture, and the code that says the same."""

from lib.operations.functions import Array
from lib.operations.script import with_imports
from lib.pictures import Picture, to_grey


def otsu(picture: Picture) -> int:
    """Return Otsu's threshold for the picture's grey levels: what is above it is light.

    Parameters
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8

    Returns
    -------
    int
        0 to 255.

    References
    ----------
    N. Otsu, "A threshold selection method from gray-level histograms", IEEE Transactions on
    Systems, Man, and Cybernetics 9 (1979): of all thresholds, the one that makes the two groups
    most unlike.

    Examples
    --------
    >>> import numpy as np
    >>> otsu(np.array([[10, 12, 200], [11, 205, 210]], np.uint8))
    12
    """
    from skimage.filters import threshold_otsu

    return int(threshold_otsu(to_grey(picture)))


def inspection_code(load: str, picture: Array) -> str:
    """Return the code for the inspector's arrays: `image`, the channels, `grey` and `bits`.

    Parameters
    ----------
    load : str
        The expression that loads the picture.
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    """
    lines = [
        f"image = {load}",
        "print(type(image), image.dtype, image.shape, image.min(), image.max())",
        "",
    ]
    if picture.ndim == 3:
        lines += [
            "red, green, blue = image[..., 0], image[..., 1], image[..., 2]",
            "# 0.2125 R + 0.7154 G + 0.0721 B, rounded; color.rgb2gray gives it unrounded, 0 to 1",
            "grey = ((image @ np.array([2125, 7154, 721]) + 5000) // 10000).astype(np.uint8)",
            "bits = grey > filters.threshold_otsu(grey)",
        ]
    else:
        lines += ["bits = image > filters.threshold_otsu(image)"]
    return with_imports(lines)
