"""Ask a trained network for the probabilities of its classes."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from lib.architecture import Architecture
from lib.nn.build import build
from lib.nn.fit import set_weights


class Predictor:
    """A network that answers quickly for one picture at a time.

    `Model.predict` sets up a data pipeline for every call (100 ms); a function traced once for
    one shape takes a few milliseconds.
    """

    def __init__(self, architecture: Architecture, weights: bytes) -> None:
        self.model = build(architecture)
        set_weights(self.model, weights)
        self._shape = (1, *architecture.input_shape)
        self._call = _traced(self.model, self._shape)

    def probabilities(self, picture: np.ndarray) -> np.ndarray:
        """Return one probability per class.

        Parameters
        ----------
        picture : ndarray of shape (H, W) or (H, W, C), uint8
            As the data set's pictures; scaling is a layer of the network.

        Returns
        -------
        ndarray of shape (classes,), float32
        """
        batch = np.asarray(picture, dtype=np.float32).reshape(self._shape)
        return np.asarray(self._call(tf.constant(batch)))[0]


def _traced(model: keras.Model, shape: tuple[int, ...]) -> Callable[[tf.Tensor], tf.Tensor]:
    signature = [tf.TensorSpec(shape, tf.float32)]
    traced = tf.function(lambda batch: model(batch, training=False), input_signature=signature)
    traced(tf.zeros(shape))  # the first call compiles; no student should wait for it
    return traced
