"""Chains of layers as the calculator edits them, worked out by `lib.architecture`."""

import math
from dataclasses import dataclass, replace
from typing import Any, Final

from lib.architecture import Architecture, ArchitectureError, LayerTrace
from lib.architecture.layers import Shape
from lib.calculator import cost
from lib.calculator.notation import KINDS as ALL_KINDS
from lib.calculator.notation import MOST_LAYERS, Kind, NotationError, Setting, read, write
from lib.messages import N_

#: What a chain can hold: `lib.architecture` knows no transposed convolution.
KINDS: Final = tuple(kind for kind in ALL_KINDS if kind != "Conv2DTranspose")
MOST_CHANNELS: Final = 16


@dataclass(frozen=True)
class Row:
    """One layer of a chain and what it makes.

    Attributes
    ----------
    setting : lib.calculator.notation.Setting
    trace : lib.architecture.LayerTrace or None
        None from the first layer on that cannot be built.
    parameters : lib.calculator.cost.Count
        With its sum; 0 where there is no trace.
    memory : int
        Bytes of the output as float32.
    """

    setting: Setting
    trace: LayerTrace | None
    parameters: cost.Count
    memory: int


@dataclass(frozen=True)
class Totals:
    """What the layers that can be built cost together; `memory` in bytes."""

    parameters: int
    multiply_adds: int
    memory: int


@dataclass(frozen=True)
class Chain:
    """A picture and the layers it goes through.

    Attributes
    ----------
    shape : tuple[int, int, int]
        ``(height, width, channels)`` of the picture.
    layers : tuple[lib.calculator.notation.Setting, ...]
        1 to 30 layers.

    Examples
    --------
    >>> [row.trace.output_shape for row in read_chain("28x28x1_C32k3_P2_F_D10").rows()]
    [(26, 26, 32), (13, 13, 32), (5408,), (10,)]
    """

    shape: tuple[int, int, int]
    layers: tuple[Setting, ...]

    def architecture(self, count: int | None = None) -> Architecture:
        """Return the chain, or its first `count` layers, as a network.

        As the lectures have it, convolutions and dense layers apply ReLU, and a dense layer at the
        end softmax.
        """
        layers = self.layers if count is None else self.layers[:count]
        last = len(self.layers) - 1
        return Architecture.from_values(
            input_shape=self.shape,
            layers=[_values(layer, final=index == last) for index, layer in enumerate(layers)],
        )

    def problem(self) -> ArchitectureError | None:
        """Return why the chain cannot be built as a whole, with repairs; None if it can."""
        try:
            self.architecture().trace()
        except ArchitectureError as error:
            return error
        return None

    def rows(self) -> list[Row]:
        """Return one row per layer; those from the first impossible one on have no trace."""
        problem = self.problem()
        built = len(self.layers) if problem is None else problem.index or 0
        traces = self.architecture(built).trace() if built else []
        inputs: list[Shape] = [self.shape, *(trace.output_shape for trace in traces)]
        rows = [
            Row(
                layer,
                trace,
                cost.parameters(shape[-1], layer),
                cost.BYTES * math.prod(trace.output_shape),
            )
            for layer, trace, shape in zip(self.layers, traces, inputs, strict=False)
        ]
        return rows + [Row(layer, None, cost.Count(0), 0) for layer in self.layers[built:]]

    def totals(self) -> Totals:
        """Return what the layers that can be built cost together."""
        rows = [(row.trace, row.memory) for row in self.rows() if row.trace is not None]
        return Totals(
            sum(trace.parameters for trace, _ in rows),
            sum(trace.multiply_adds for trace, _ in rows),
            sum(memory for _, memory in rows),
        )

    def replaced(self, index: int, setting: Setting) -> "Chain":
        """Return the chain with another layer at `index`."""
        return replace(self, layers=(*self.layers[:index], setting, *self.layers[index + 1 :]))

    def inserted(self, index: int, setting: Setting) -> "Chain":
        """Return the chain with one more layer at `index`."""
        return replace(self, layers=(*self.layers[:index], setting, *self.layers[index:]))

    def removed(self, index: int) -> "Chain":
        """Return the chain without the layer at `index`."""
        return replace(self, layers=(*self.layers[:index], *self.layers[index + 1 :]))

    def moved(self, index: int, to: int) -> "Chain":
        """Return the chain with the layer at `index` moved to place `to`."""
        return self.removed(index).inserted(to, self.layers[index])

    def to_code(self) -> str:
        """Return the Keras script that builds the chain and prints what the page shows.

        Raises
        ------
        lib.architecture.ArchitectureError
            If the chain cannot be built.
        """
        last = self.rows()[-1].trace
        output = () if last is None else last.output_shape
        return (
            self.architecture().to_code()
            + f"print(model.output_shape)  # {(None, *output)}\n"
            + f"print(model.count_params())  # {self.totals().parameters}\n"
        )


def from_architecture(architecture: Architecture) -> Chain:
    """Return the chain that a network of `Chain.architecture` was made from.

    Activations are left out; `Chain.architecture` puts them in again.
    """
    return Chain(architecture.input_shape, tuple(map(_setting, architecture.layers)))


def read_chain(text: str) -> Chain:
    """Return the chain that a link holds.

    Raises
    ------
    NotationError
        If the text is not in the notation, or a layer has no place in a chain.
    """
    shape, layers = read(text)
    if shape[2] > MOST_CHANNELS:
        raise NotationError(
            N_("A chain starts with at most {most} channels; the link asks for {value}."),
            most=MOST_CHANNELS,
            value=shape[2],
        )
    for layer in layers:
        if layer.type not in KINDS or not isinstance(layer.padding, str):
            raise NotationError(
                N_(
                    "A chain has convolutions, poolings, flatten and dense layers, with `valid` or"
                    " `same` padding alone."
                )
            )
    return Chain(shape, layers)


def write_chain(chain: Chain) -> str:
    """Return the chain as `read_chain` reads it."""
    return write(chain.shape, chain.layers)


@dataclass(frozen=True)
class Preset:
    """A chain worth looking at: its name, and where it comes from (marked for translation)."""

    name: str
    source: str
    chain: Chain


PRESETS: Final = {
    "R2": Preset(
        N_("The lecture's 120×160 network (R2)"),
        N_("Three convolutions, each followed by pooling, down to a vector of 4,080 values."),
        read_chain("120x160x1_C12k5_P2_C16k5_P2_C20k4_P2_F_D512_D128_D4"),
    ),
    "R7": Preset(
        N_("The lecture's digit reader (R7)"),
        N_("44,602 parameters, and more than half of them in one dense layer."),
        read_chain("28x28x1_C32k3_P2_C64k3_P2_F_D16_D10"),
    ),
    "LeNet-5": Preset(
        N_("LeNet-5 on 28×28"),
        N_(
            "LeCun, Bottou, Bengio and Haffner, 1998; `same` padding stands in for the border of"
            " the original's 32×32 pictures. 61,706 parameters."
        ),
        read_chain("28x28x1_C6k5same_A2_C16k5_A2_F_D120_D84_D10"),
    ),
    "VGG": Preset(
        N_("In the manner of VGG"),
        N_(
            "Simonyan and Zisserman, 2014: pairs of 3×3 with `same` padding, so that only the"
            " pooling shrinks; the filters double each time."
        ),
        read_chain("32x32x3_C32k3same_C32k3same_P2_C64k3same_C64k3same_P2_C128k3same_C128k3same_P2_F_D128_D10"),
    ),
}  # fmt: skip

DEFAULT: Final = PRESETS["R2"].chain


#: What each kind of layer is when it has just been added.
NEW: Final[dict[Kind, Setting]] = {
    "Conv2D": Setting("Conv2D", 16, kernel=(3, 3)),
    "MaxPooling2D": Setting("MaxPooling2D", kernel=(2, 2), stride=(2, 2)),
    "AveragePooling2D": Setting("AveragePooling2D", kernel=(2, 2), stride=(2, 2)),
    "GlobalAveragePooling2D": Setting("GlobalAveragePooling2D"),
    "Flatten": Setting("Flatten"),
    "Dense": Setting("Dense", 10),
}


def can_grow(chain: Chain) -> bool:
    """Tell whether there is room for one more layer."""
    return len(chain.layers) < MOST_LAYERS


def _values(layer: Setting, *, final: bool) -> dict[str, Any]:
    """Return the layer with Keras's own names, as `Architecture` takes it."""
    values: dict[str, Any] = {"type": layer.type}
    if layer.type == "Conv2D":
        values |= {
            "filters": layer.count,
            "kernel_size": layer.kernel,
            "strides": layer.stride,
            "padding": layer.padding,
            "dilation_rate": layer.dilation,
            "activation": "relu",
            "use_bias": layer.bias,
        }
    elif layer.type in ("MaxPooling2D", "AveragePooling2D"):
        strides = None if layer.stride == layer.kernel else layer.stride
        values |= {"pool_size": layer.kernel, "strides": strides, "padding": layer.padding}
    elif layer.type == "Dense":
        activation = "softmax" if final else "relu"
        values |= {"units": layer.count, "activation": activation, "use_bias": layer.bias}
    return values


def _setting(layer: Any) -> Setting:
    """Return a layer of an `Architecture` as the calculator has it."""
    if layer.type == "Conv2D":
        return Setting(
            "Conv2D",
            layer.filters,
            kernel=layer.kernel_size,
            stride=layer.strides,
            padding=layer.padding,
            dilation=layer.dilation_rate,
            bias=layer.use_bias,
        )
    if layer.type in ("MaxPooling2D", "AveragePooling2D"):
        return Setting(
            layer.type,
            kernel=layer.pool_size,
            stride=layer.strides or layer.pool_size,
            padding=layer.padding,
        )
    if layer.type == "Dense":
        return Setting("Dense", layer.units, bias=layer.use_bias)
    return Setting(layer.type)
