"""What Keras makes of the stepper's settings, and how closely the lab must agree."""

import keras
import numpy as np

from lib.convolution import correlate


def close(found, expected, size):
    """Compare float64 with Keras's float32: 1e-5 of what was summed, which may cancel out."""
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5 * size + 1e-30)


def keras_convolution(setting):
    batch = np.array(setting.image, "float32")[np.newaxis]
    padding = setting.padding
    if isinstance(padding, int):
        batch = np.pad(batch, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
        padding = "valid"
    kernels = np.array(setting.kernels, "float32")
    turned = kernels[::-1, ::-1] if setting.flip else kernels
    maps = keras.ops.conv(batch, turned, setting.stride, padding, dilation_rate=setting.dilation)
    return np.array(maps)[0] + np.array(setting.bias, "float32")


def keras_pooling(setting):
    batch = np.array(setting.image, "float32")[np.newaxis]
    function = keras.ops.average_pool if setting.mode == "average" else keras.ops.max_pool
    sign = -1 if setting.mode == "min" else 1
    return sign * np.array(
        function(sign * batch, setting.size, setting.stride, setting.padding)
    )[0]  # fmt: skip


def convolution_size(setting):
    """Return the greatest sum of the products' sizes."""
    sizes = correlate(
        np.abs(setting.image), np.abs(setting.weights()), stride=setting.stride,
        padding=setting.padding, dilation=setting.dilation, bias=np.abs(setting.bias),
    )  # fmt: skip
    return sizes.max()
