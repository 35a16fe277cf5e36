"""Networks as plain data: what to build, what comes of it, and what to change if it cannot be."""

from lib.architecture.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Rescaling,
)
from lib.architecture.model import Architecture, ArchitectureError, Repair
from lib.architecture.trace import LayerTrace

__all__ = [
    "Activation",
    "Architecture",
    "ArchitectureError",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "Layer",
    "LayerTrace",
    "MaxPooling2D",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "Repair",
    "Rescaling",
]
