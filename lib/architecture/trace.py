"""Walk through an architecture layer by layer: shapes, parameters, work, receptive fields."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from lib.architecture.layers import BaseLayer, Conv2D, Layer, Shape, Window
from lib.arithmetic import ArithmeticSettingError, effective_kernel, receptive_field
from lib.errors import LabError
from lib.messages import N_

MAX_PARAMETERS: Final = 20_000_000
# All maps and vectors of one picture; a batch of 128 then needs 2 GB, which is as much as a shared
# computer can lend to one run.
MAX_VALUES: Final = 4_000_000
MAX_MULTIPLY_ADDS: Final = 2_000_000_000

_TOO_MUCH: Final = {
    "parameters": N_(
        "With layer {number} ({type}) the network has {total:,} parameters, more than the {most:,}"
        " allowed. Use fewer filters or units, or pool more before it."
    ),
    "values": N_(
        "Up to layer {number} ({type}) the layers hold {total:,} values for one picture, more than"
        " the {most:,} allowed. Use fewer filters, or pool earlier."
    ),
    "work": N_(
        "Up to layer {number} ({type}) one picture costs {total:,} multiplications, more than the"
        " {most:,} allowed. Use fewer filters, or pool earlier."
    ),
}

Kind: TypeAlias = Literal["window", "stride", "vector", "maps", "name", "size"]


@dataclass(frozen=True)
class LayerTrace:
    """What one layer does to one picture.

    Attributes
    ----------
    type : str
        Keras's name of the layer, such as "Conv2D".
    name : str
        The layer's own name, or its type and a number, such as "conv2d_1".
    output_shape : tuple[int, ...]
        ``(height, width, channels)`` or ``(values,)``, without the batch.
    parameters, trainable_parameters : int
        Numbers that the layer keeps, and how many of them gradient descent changes.
    multiply_adds : int
        Products of an input with a kernel weight; layers without a kernel count as 0.
    receptive_field : tuple[int, int] or None
        Height and width, in pixels of the picture, of what one output value can see; it may reach
        beyond the picture's edge. None once the maps are a vector.
    """

    type: str
    name: str
    output_shape: Shape
    parameters: int
    trainable_parameters: int
    multiply_adds: int
    receptive_field: tuple[int, int] | None


class LayerError(LabError):
    """The first layer that cannot be built; `kind` says which repairs might help."""

    def __init__(self, index: int, kind: Kind, template: str, **values: Any) -> None:
        super().__init__(template, **values)
        self.index = index
        self.kind = kind


def walk(input_shape: tuple[int, int, int], layers: tuple[Layer, ...]) -> list[LayerTrace]:
    """Return one `LayerTrace` per layer.

    Parameters
    ----------
    input_shape : tuple[int, int, int]
        ``(height, width, channels)``.
    layers : tuple[Layer, ...]

    Raises
    ------
    LayerError
        At the first layer that does not fit what comes before it.
    """
    shape: Shape = input_shape
    sight = (_Sight(), _Sight())
    traces: list[LayerTrace] = []
    for index, (layer, name) in enumerate(zip(layers, _names(layers), strict=True)):
        _check_name(index, layer, traces)
        _check_input(index, layer, shape)
        output = _output_shape(index, layer, shape)
        sight = _look(sight, layer.windows())
        traces.append(
            LayerTrace(
                type=layer.type,
                name=name,
                output_shape=output,
                parameters=layer.parameters(shape),
                trainable_parameters=layer.trainable_parameters(shape),
                multiply_adds=layer.multiply_adds(shape),
                receptive_field=(sight[0].field, sight[1].field) if len(output) == 3 else None,
            )
        )
        _check_size(traces)
        shape = output
    return traces


@dataclass(frozen=True)
class _Sight:
    """How far one value sees along one side, and how far apart neighbours look."""

    field: int = 1
    jump: int = 1

    def through(self, window: Window) -> "_Sight":
        return _Sight(
            *receptive_field(
                self.field,
                self.jump,
                window.kernel,
                stride=window.stride,
                dilation=window.dilation,
            )
        )


def _look(sight: tuple[_Sight, _Sight], windows: tuple[Window, Window]) -> tuple[_Sight, _Sight]:
    return (sight[0].through(windows[0]), sight[1].through(windows[1]))


_SNAKE: Final = {
    "Conv2D": "conv2d",
    "MaxPooling2D": "max_pooling2d",
    "AveragePooling2D": "average_pooling2d",
    "GlobalAveragePooling2D": "global_average_pooling2d",
    "BatchNormalization": "batch_normalization",
    "RandomRotation": "random_rotation",
    "RandomTranslation": "random_translation",
    "RandomZoom": "random_zoom",
}


def _names(layers: tuple[Layer, ...]) -> list[str]:
    """Return each layer's own name, or its type and a number that no own name has taken."""
    taken = {layer.name for layer in layers}
    counts: Counter[str] = Counter()
    names = []
    for layer in layers:
        name = layer.name
        while name is None:
            prefix = _SNAKE.get(layer.type, layer.type.lower())
            counts[prefix] += 1
            candidate = f"{prefix}_{counts[prefix]}"
            name = None if candidate in taken else candidate
        names.append(name)
    return names


def _check_name(index: int, layer: BaseLayer, earlier: list[LayerTrace]) -> None:
    if any(layer.name == trace.name for trace in earlier):
        raise LayerError(
            index,
            "name",
            N_(
                "Layer {number} ({type}) is called {name}, and so is an earlier layer."
                " Give it another name."
            ),
            number=index + 1,
            type=layer.type,
            name=layer.name,
        )


def _check_input(index: int, layer: BaseLayer, shape: Shape) -> None:
    if layer.needs == "vector" and len(shape) == 3:
        raise LayerError(
            index,
            "vector",
            N_(
                "Layer {number} ({type}) needs a vector, but it receives maps of {shape}."
                " Put a Flatten layer before it."
            ),
            number=index + 1,
            type=layer.type,
            shape=_times(shape),
        )
    if layer.needs == "maps" and len(shape) == 1:
        raise LayerError(
            index,
            "maps",
            N_(
                "Layer {number} ({type}) needs maps with height, width and channels, but it"
                " receives a vector of {values} values. Put it before the layer that makes the"
                " vector."
            ),
            number=index + 1,
            type=layer.type,
            values=shape[0],
        )
    if isinstance(layer, Conv2D) and max(layer.strides) > 1 and max(layer.dilation_rate) > 1:
        raise LayerError(
            index,
            "stride",
            N_(
                "Layer {number} ({type}) has strides of {strides} and a dilation_rate of"
                " {dilation}, but Keras allows only one of them above 1. Set the other to 1."
            ),
            number=index + 1,
            type=layer.type,
            strides=_times(layer.strides),
            dilation=_times(layer.dilation_rate),
        )


def _output_shape(index: int, layer: BaseLayer, shape: Shape) -> Shape:
    try:
        return layer.output_shape(shape)
    except ArithmeticSettingError:
        reach = tuple(effective_kernel(side.kernel, side.dilation) for side in layer.windows())
        raise LayerError(
            index,
            "window",
            N_(
                "Layer {number} ({type}) has a window of {window}, but only {size} values are left"
                " for it. Make the window smaller, pad it, or shrink the maps less before it."
            ),
            number=index + 1,
            type=layer.type,
            window=_times(reach),
            size=_times(shape[:2]),
        ) from None


def _check_size(traces: list[LayerTrace]) -> None:
    """Raise if the network outgrows a shared computer with the last of these layers."""
    totals = {
        "parameters": (sum(trace.parameters for trace in traces), MAX_PARAMETERS),
        "values": (sum(math.prod(trace.output_shape) for trace in traces), MAX_VALUES),
        "work": (sum(trace.multiply_adds for trace in traces), MAX_MULTIPLY_ADDS),
    }
    for quantity, (total, most) in totals.items():
        if total > most:
            raise LayerError(
                len(traces) - 1,
                "size",
                _TOO_MUCH[quantity],
                number=len(traces),
                type=traces[-1].type,
                total=total,
                most=most,
            )


def _times(sides: tuple[int, ...]) -> str:
    return "×".join(map(str, sides))
