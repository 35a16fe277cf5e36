"""Where the gradient flows back to through pooling, for the setting of a stepper."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lib.pooling import PoolingSetting, gradient
from lib.sliding import code_array

Array: TypeAlias = npt.NDArray[np.float64]
Cell: TypeAlias = tuple[int, int]


def upstream(setting: PoolingSetting) -> Array:
    """Return gradients that come from above: 1, 2, 3 … so that they can be told apart.

    Returns
    -------
    ndarray of shape (OH, OW, C), float64
        The same numbers in every channel.
    """
    shape = setting.output().shape
    counting = np.arange(1.0, shape[0] * shape[1] + 1).reshape(shape[0], shape[1], 1)
    return np.repeat(counting, shape[2], axis=2)


def back(setting: PoolingSetting) -> Array:
    """Return what arrives at every value of the input.

    Returns
    -------
    ndarray of shape (H, W, C), float64

    Examples
    --------
    >>> back(PoolingSetting.of([[1, 2, 5, 0], [3, 4, 0, 0]]))[..., 0]
    array([[0., 0., 2., 0.],
           [0., 1., 0., 0.]])
    """
    return gradient(
        setting.image,
        upstream(setting),
        setting.size,
        stride=setting.stride,
        padding=setting.padding,
        mode=setting.mode,
    )


def image(setting: PoolingSetting) -> Array:
    """Return the input of a setting as an array of shape (H, W, C), float64."""
    return np.asarray(setting.image, np.float64)


def receivers(setting: PoolingSetting, channel: int = 0) -> list[Cell]:
    """Return the cells of one channel that a gradient arrives at: row and column."""
    rows, columns = np.nonzero(back(setting)[..., channel])
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def to_code(setting: PoolingSetting) -> str:
    """Return a script that computes `back` with TensorFlow's own gradient, as `gradient`."""
    layer = "AveragePooling2D" if setting.mode == "average" else "MaxPooling2D"
    sign = "-" if setting.mode == "min" else ""
    return (
        "import keras\n"
        "import numpy as np\n"
        "import tensorflow as tf\n\n"
        f"{code_array(image(setting), 'image')}\n"
        f"{code_array(upstream(setting), 'upstream')}\n\n"
        f'layer = keras.layers.{layer}({setting.size}, {setting.stride}, "{setting.padding}")\n'
        "x = tf.Variable(image[np.newaxis])\n"
        "with tf.GradientTape() as tape:\n"
        f"    pooled = {sign}layer({sign}x)\n"
        "gradient = tape.gradient(pooled, x, output_gradients=upstream[np.newaxis])\n"
        "gradient = gradient.numpy()[0]\n"
        "print(gradient)\n"
    )
