"""The lecture's chain on a picture: convolution, rectifying, cut-off, pooling; every stage is kept.

References
----------
L3, 4.1.2 and 4.1.3: two fixed edge filters, absolute value, ``relu(x - 0.2)``, max pooling.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from lib import datasets
from lib.convolution import correlate
from lib.kernels import KERNELS
from lib.pooling import pool
from lib.sliding import Mode, code_array, listed

Array: TypeAlias = npt.NDArray[np.float64]
Rectifier: TypeAlias = Literal["none", "absolute", "relu"]

RECTIFIERS: tuple[Rectifier, ...] = ("none", "absolute", "relu")
CUTOFF = 0.2


@dataclass(frozen=True, eq=False)
class Stage:
    """What the chain holds after one of its steps.

    Attributes
    ----------
    name : {"picture", "convolution", "absolute", "relu", "cutoff", "pooling"}
    values : ndarray of shape (H, W, C), float64
    """

    name: str
    values: Array

    @property
    def range(self) -> tuple[float, float]:
        """Return the least and the greatest value."""
        return float(self.values.min()), float(self.values.max())

    @property
    def limit(self) -> float:
        """Return the greatest distance from 0: where a colour scale has to end."""
        return float(np.abs(self.values).max())


@dataclass(frozen=True, eq=False)
class Chain:
    """Steps that are done to a picture one after the other.

    Attributes
    ----------
    kernels : ndarray of shape (kh, kw, Cin, Cout), float
    bias : sequence of float
        One for each filter, or none at all.
    rectifier : {"none", "absolute", "relu"}
        What becomes of negative values: they stay, lose their sign, or become 0.
    cutoff : float
        ``relu(x - cutoff)``: what is smaller becomes 0, the rest loses as much. 0 leaves it out.
    size : int
        Side of the pooling window and its stride; 1 leaves pooling out.
    mode : {"max", "average", "min"}

    Notes
    -----
    Convolution and pooling both pad as Keras's "same", as in the lecture.
    """

    kernels: Array
    bias: Sequence[float] = ()
    rectifier: Rectifier = "absolute"
    cutoff: float = CUTOFF
    size: int = 2
    mode: Mode = "max"

    def run(self, picture: Array) -> tuple[Stage, ...]:
        """Return the picture and what every step makes of it.

        Parameters
        ----------
        picture : ndarray of shape (H, W, Cin), float
            Usually between 0 and 1.
        """
        return tuple(self._stages(np.asarray(picture, float)))

    def _stages(self, values: Array) -> Iterator[Stage]:
        yield Stage("picture", values)
        values = correlate(values, self.kernels, padding="same", bias=self.bias or None)
        yield Stage("convolution", values)
        if self.rectifier != "none":
            values = np.abs(values) if self.rectifier == "absolute" else np.maximum(values, 0.0)
            yield Stage(self.rectifier, values)
        if self.cutoff > 0:
            values = np.maximum(values - self.cutoff, 0.0)
            yield Stage("cutoff", values)
        if self.size > 1:
            values = pool(values, self.size, padding="same", mode=self.mode)
            yield Stage("pooling", values)

    def to_code(self, reading: str) -> str:
        """Return a script that computes the last stage with Keras, as `output`.

        Parameters
        ----------
        reading : str
            Lines that define `picture`, an array of shape (H, W, Cin) between 0 and 1.
        """
        lines = [
            "import numpy as np",
            "from keras import ops",
            reading.rstrip(),
            "",
            code_array(self.kernels, "kernels"),
            "",
            "batch = picture[np.newaxis].astype('float32')",
            "x = ops.conv(batch, kernels, padding='same')",
            *self._steps(),
            "output = np.array(x)[0]",
            "print(output.shape, output.min(), output.max())",
        ]
        return "\n".join(lines) + "\n"

    def _steps(self) -> Iterator[str]:
        if any(self.bias):
            yield f"x = x + np.array({listed(tuple(self.bias))}, 'float32')"
        if self.rectifier != "none":
            yield f"x = ops.{'abs' if self.rectifier == 'absolute' else 'relu'}(x)"
        if self.cutoff > 0:
            yield f"x = ops.relu(x - {self.cutoff!r})"
        window = f"{self.size}, {self.size}, padding='same'"
        if self.size > 1 and self.mode == "min":
            yield f"x = -ops.max_pool(-x, {window})  # the least is minus the greatest of -x"
        elif self.size > 1:
            yield f"x = ops.{self.mode}_pool(x, {window})"


@dataclass(frozen=True, eq=False)
class BarMaps:
    """The lecture's nine pictures, and what its two filters and pooling make of them.

    Attributes
    ----------
    pictures : ndarray of shape (9, 28, 28), float64
        Between 0 and 1.
    labels : tuple of int
    maps : ndarray of shape (9, 28, 28, 2), float64
        Absolute value of both filters' answers, after the cut-off.
    pooled : ndarray of shape (9, 14, 14, 2), float64
    """

    pictures: Array
    labels: tuple[int, ...]
    maps: Array
    pooled: Array

    @property
    def limit(self) -> float:
        """Return the greatest value of all maps: the end of their common colour scale."""
        return float(self.maps.max())


def named(name: str) -> Array:
    """Return a named kernel as the weights of one filter on a grey picture.

    Returns
    -------
    ndarray of shape (kh, kw, 1, 1), float64
    """
    return np.array(KERNELS[name].weights, float)[:, :, None, None]


def edge_kernels() -> Array:
    """Return the lecture's fixed filters as one weight tensor.

    Returns
    -------
    ndarray of shape (5, 5, 1, 2), float64
        Wide vertical edges, wide horizontal edges.
    """
    both = [named(name) for name in ("edges_wide_vertical", "edges_wide_horizontal")]
    return np.concatenate(both, axis=-1)


def bar_maps(count: int = 9) -> BarMaps:
    """Run the first pictures of the bars through the lecture's chain."""
    bars = datasets.load("bars")
    pictures = bars.images[:count] / 255
    chain = Chain(edge_kernels())
    stages = [{stage.name: stage.values for stage in chain.run(each)} for each in pictures]
    return BarMaps(
        pictures[..., 0],
        tuple(bars.labels[:count].tolist()),
        np.stack([stage["cutoff"] for stage in stages]),
        np.stack([stage["pooling"] for stage in stages]),
    )
