"""What one layer costs: parameters, products, memory, each with its sum written out.

Standard library only.
"""

import math
from dataclasses import dataclass
from typing import Final

from lib.calculator.derivation import Side
from lib.calculator.notation import WITH_WEIGHTS, Setting

BYTES: Final = 4
"""Bytes of one float32 number, in which Keras computes."""


@dataclass(frozen=True)
class Count:
    """A number and the sum that leads to it, such as ``(5·5·1 + 1)·12``; "" where there is none."""

    value: int
    sum: str = ""


@dataclass(frozen=True)
class Cost:
    """What a layer costs for one picture.

    Attributes
    ----------
    parameters : Count
        Weights and biases.
    multiply_adds : Count
        Products of an input value with a weight, zeros of the padding among them.
    values : Count
        Numbers that come out.
    memory : Count
        Bytes of the output as float32.
    receptive_field : tuple[int, int]
        Height and width, in input pixels, of what one output value can see.
    """

    parameters: Count
    multiply_adds: Count
    values: Count
    memory: Count
    receptive_field: tuple[int, int]


def layer_cost(
    shape: tuple[int, int, int],
    setting: Setting,
    sides: tuple[Side, Side],
    output: tuple[int, int, int],
) -> Cost:
    """Return what a convolution, a transposed convolution or a pooling costs.

    Parameters
    ----------
    shape, output : tuple[int, int, int]
        ``(height, width, channels)`` of what goes in and comes out.
    setting : lib.calculator.notation.Setting
    sides : tuple[Side, Side]
        The layer along the height and the width.

    Examples
    --------
    >>> setting = Setting("Conv2D", 12, kernel=(5, 5))
    >>> cost = layer_cost((28, 28, 1), setting, (Side(28, 5), Side(28, 5)), (24, 24, 12))
    >>> cost.parameters, cost.multiply_adds.sum
    (Count(value=312, sum='(5·5·1 + 1)·12'), '24·24 · 5·5·1·12')
    """
    values = math.prod(output)
    # A convolution multiplies at every output place, a transposed one at every input place.
    places = shape if setting.type == "Conv2DTranspose" else output
    return Cost(
        parameters(shape[2], setting),
        _multiply_adds(shape[2], setting, places[:2]),
        Count(values, "·".join(map(_plain, output))),
        Count(values * BYTES, f"{'·'.join(map(_plain, output))} · {BYTES}"),
        (sides[0].sees(), sides[1].sees()),
    )


def parameters(inputs: int, setting: Setting) -> Count:
    """Return a layer's weights and biases.

    Parameters
    ----------
    inputs : int
        Channels that go in, or values for a dense layer.
    setting : lib.calculator.notation.Setting

    Examples
    --------
    >>> parameters(4080, Setting("Dense", 512))
    Count(value=2089472, sum='(4,080 + 1)·512')
    """
    if setting.type not in WITH_WEIGHTS:
        return Count(0)
    factors = (inputs,) if setting.type == "Dense" else (*setting.kernel, inputs)
    weights = "·".join(map(_plain, factors))
    total = (math.prod(factors) + setting.bias) * setting.count
    one_filter = f"({weights} + 1)" if setting.bias else weights
    return Count(total, f"{one_filter}·{_plain(setting.count)}")


def _multiply_adds(channels: int, setting: Setting, places: tuple[int, ...]) -> Count:
    if setting.type not in WITH_WEIGHTS:
        return Count(0)
    weights = (*setting.kernel, channels, setting.count)
    return Count(
        math.prod((*places, *weights)),
        f"{'·'.join(map(_plain, places))} · {'·'.join(map(_plain, weights))}",
    )


def _plain(number: int) -> str:
    return f"{number:,}"
