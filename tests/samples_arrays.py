"""Random settings of the stepper, the same in every run."""

import numpy as np

from lib.convolution import ConvolutionSetting
from lib.errors import LabError
from lib.pooling import PoolingSetting
from lib.sliding import nested


def _values(rng, shape):
    """Whole numbers one time, fractions with many digits the other."""
    if rng.random() < 0.5:
        return rng.integers(-9, 10, shape).astype(float)
    return np.round(rng.normal(0, 10.0 ** rng.integers(-2, 3), shape), 4)


def _pair(rng, low, high):
    return (int(rng.integers(low, high + 1)), int(rng.integers(low, high + 1)))


def convolution(rng):
    """Return a setting that can be computed."""
    while True:
        channels, filters = _pair(rng, 1, 4)
        steps = rng.random() < 0.5
        try:
            return ConvolutionSetting(
                image=nested(_values(rng, (*_pair(rng, 1, 10), channels))),
                kernels=nested(_values(rng, (*_pair(rng, 1, 7), channels, filters))),
                bias=nested(_values(rng, filters)),
                stride=_pair(rng, 1, 4) if steps else (1, 1),
                padding=[*["valid", "same"] * 2, 1, 2, 3][rng.integers(7)],
                dilation=(1, 1) if steps else _pair(rng, 1, 3),
                flip=bool(rng.random() < 0.3),
            )
        except LabError:
            continue


def pooling(rng):
    """Return a setting that can be computed."""
    while True:
        try:
            return PoolingSetting(
                image=nested(_values(rng, (*_pair(rng, 1, 10), int(rng.integers(1, 4))))),
                size=_pair(rng, 1, 5),
                stride=_pair(rng, 1, 4),
                padding=["valid", "same"][rng.integers(2)],
                mode=["max", "average", "min"][rng.integers(3)],
            )
        except LabError:
            continue
