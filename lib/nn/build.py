"""Build the Keras model that an architecture describes."""

from collections.abc import Callable
from typing import Any, Final

import keras
import numpy as np
from keras import layers

from lib.architecture import Architecture, Layer

# Nothing but these classes is ever made from what an architecture says.
_CLASSES: Final[dict[str, Callable[..., keras.layers.Layer]]] = {
    "Rescaling": layers.Rescaling,
    "Conv2D": layers.Conv2D,
    "MaxPooling2D": layers.MaxPooling2D,
    "AveragePooling2D": layers.AveragePooling2D,
    "GlobalAveragePooling2D": layers.GlobalAveragePooling2D,
    "Flatten": layers.Flatten,
    "Dense": layers.Dense,
    "BatchNormalization": layers.BatchNormalization,
    "Activation": layers.Activation,
    "Dropout": layers.Dropout,
    "RandomRotation": layers.RandomRotation,
    "RandomTranslation": layers.RandomTranslation,
    "RandomZoom": layers.RandomZoom,
}
_WITH_KERNEL: Final = {"Conv2D", "Dense"}
_WITH_CHANCE: Final = {"Dropout", "RandomRotation", "RandomTranslation", "RandomZoom"}


def build(architecture: Architecture, *, seed: int | None = None) -> keras.Model:
    """Return the model, not compiled, its layers named as `architecture.trace` names them.

    Parameters
    ----------
    architecture : Architecture
    seed : int, optional
        At least 0. Two models of the same architecture and seed start with the same weights and
        draw the same dropout and augmentation; Keras's global seed is neither read nor changed, so
        models of several students can be built side by side. None leaves chance to Keras.

    Returns
    -------
    keras.Model
        Takes float32 of shape (N, height, width, channels).

    Raises
    ------
    lib.architecture.ArchitectureError
        If the architecture cannot be built.
    """
    names = [trace.name for trace in architecture.trace()]
    stack = [keras.Input(architecture.input_shape)]
    for index, (layer, name) in enumerate(zip(architecture.layers, names, strict=True)):
        stack.append(_make(layer, name, _layer_seed(seed, index)))
    return keras.Sequential(stack)


def _make(layer: Layer, name: str, seed: int | None) -> keras.layers.Layer:
    settings: dict[str, Any] = layer.model_dump(exclude={"type", "name"})
    if seed is not None and layer.type in _WITH_KERNEL:
        settings["kernel_initializer"] = keras.initializers.GlorotUniform(seed=seed)
    if seed is not None and layer.type in _WITH_CHANCE:
        settings["seed"] = seed
    return _CLASSES[layer.type](name=name, **settings)


def _layer_seed(seed: int | None, index: int) -> int | None:
    """Return a seed of the layer's own: layers of one shape must not start with equal weights."""
    if seed is None:
        return None
    return int(np.random.SeedSequence([seed, index]).generate_state(1)[0])
