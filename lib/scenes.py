"""Pictures for a filter to be tried on: where they come from, in numbers and in code."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lib import samples
from lib.pictures import Picture

Array: TypeAlias = npt.NDArray[np.float64]

#: Pixels: larger pictures are shrunk so that each pixel of a map can be seen.
LONGEST_SIDE = 168


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture and the code that reads it.

    Attributes
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    reading : tuple of str
        Lines of Python that define `picture` as it is here.
    """

    picture: Picture
    reading: tuple[str, ...]

    def values(self, channels: int) -> Array:
        """Return the picture as a network takes it.

        Parameters
        ----------
        channels : {1, 3}
            Grey, or red, green and blue.

        Returns
        -------
        ndarray of shape (H, W, channels), float64
            Between 0 and 1, no side longer than `LONGEST_SIDE`.
        """
        from skimage import color, transform

        picture = self.picture / 255
        if channels == 1 and picture.ndim == 3:
            picture = color.rgb2gray(picture)
        if channels == 3 and picture.ndim == 2:
            picture = color.gray2rgb(picture)
        if max(self.picture.shape[:2]) > LONGEST_SIDE:
            picture = transform.resize(picture, self._size(), anti_aliasing=True)
        shaped: Array = picture.reshape(*picture.shape[:2], channels)
        return shaped

    def to_code(self, channels: int) -> str:
        """Return the lines that compute `values`, as `picture`."""
        used = set()
        lines = ["picture = picture / 255"]
        if channels == 1 and self.picture.ndim == 3:
            used.add("color")
            lines.append("picture = color.rgb2gray(picture)")
        if channels == 3 and self.picture.ndim == 2:
            used.add("color")
            lines.append("picture = color.gray2rgb(picture)")
        if max(self.picture.shape[:2]) > LONGEST_SIDE:
            used.add("transform")
            size = self._size()
            lines.append(f"picture = transform.resize(picture, {size}, anti_aliasing=True)")
        lines.append(f"picture = picture.reshape(*picture.shape[:2], {channels})")
        imports = [f"from skimage import {', '.join(sorted(used))}"] if used else []
        return "\n".join([*imports, *self.reading, *lines])

    def _size(self) -> tuple[int, int]:
        height, width = self.picture.shape[:2]
        scale = LONGEST_SIDE / max(height, width)
        return max(1, round(height * scale)), max(1, round(width * scale))


def sample(name: str) -> Scene:
    """Return one of scikit-image's sample pictures; `name` is one of `lib.samples.SAMPLES`."""
    picture = samples.sample(name)
    return Scene(picture, ("from skimage import data", "", f"picture = data.{name}()"))


def digit(label: int) -> Scene:
    """Return the first picture of a digit in MNIST's test part."""
    reading = (
        "import keras",
        "",
        "_, (images, labels) = keras.datasets.mnist.load_data()",
        f"picture = images[labels == {label}][0]",
    )
    return Scene(samples.digit(label), reading)


def upload(picture: Picture, name: str) -> Scene:
    """Return a picture of the reader's own, decoded already.

    A large photograph is first averaged over squares of pixels: as floats it would fill the memory.
    """
    small, side = samples.reduced(picture)
    reading = ["from skimage import io", "", f"picture = io.imread({name!r})"]
    reading[-1] += "  # upright, grey or RGB, without transparency"
    if side > 1:
        height, width = (side * length for length in small.shape[:2])
        block = (side, side, 1)[: picture.ndim]
        reading[:2] = ["from skimage import io, transform", ""]
        reading += [
            f"picture = transform.downscale_local_mean(picture[:{height}, :{width}], {block})",
            "picture = picture.round()",
        ]
    return Scene(small, tuple(reading))
