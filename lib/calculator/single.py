"""One layer with all its settings: what comes out, why nothing can, and the Keras code for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

from lib.arithmetic import ArithmeticSettingError, Padding
from lib.calculator.cost import Cost, layer_cost
from lib.calculator.derivation import Side
from lib.calculator.notation import MOST_PADDING, POOLING, Pair, PairPadding, Setting
from lib.errors import LabError
from lib.messages import N_

_AXES: Final[tuple[Literal[0], Literal[1]]] = (0, 1)


@dataclass(frozen=True)
class Repair:
    """A change that makes an impossible layer possible: a sentence with gaps, and the layer."""

    template: str
    values: dict[str, Any]
    layer: "OneLayer"


class OneLayerError(LabError):
    """A layer that cannot be; `repairs` make it possible."""

    def __init__(self, template: str, repairs: tuple[Repair, ...], **values: Any) -> None:
        super().__init__(template, **values)
        self.repairs = repairs


@dataclass(frozen=True)
class OneLayer:
    """A picture and one layer: a convolution, a transposed convolution or a pooling.

    Attributes
    ----------
    shape : tuple[int, int, int]
        ``(height, width, channels)`` of what goes in.
    setting : lib.calculator.notation.Setting

    Examples
    --------
    >>> OneLayer((28, 28, 1), Setting("Conv2D", 12, kernel=(5, 5))).output_shape()
    (24, 24, 12)
    """

    shape: tuple[int, int, int]
    setting: Setting

    @property
    def pools(self) -> bool:
        """Whether the layer is a pooling: no weights, and the channels stay."""
        return self.setting.type in POOLING

    @property
    def transposed(self) -> bool:
        """Whether the layer is a transposed convolution."""
        return self.setting.type == "Conv2DTranspose"

    def sides(self) -> tuple[Side, Side]:
        """Return the layer along the height and the width, possible or not."""
        height, width = (self._side(axis) for axis in _AXES)
        return height, width

    def output_shape(self) -> tuple[int, int, int]:
        """Return ``(height, width, channels)`` of what comes out.

        Raises
        ------
        OneLayerError
            If nothing can come out, or Keras refuses; it says why, and has repairs.
        """
        setting = self.setting
        if max(setting.stride) > 1 and max(setting.dilation) > 1:
            raise OneLayerError(
                N_(
                    "The stride is {stride} and the dilation is {dilation}, but Keras allows only"
                    " one of them above 1. Set the other to 1."
                ),
                _working(self._after_one_of_two()),
                stride=_times(setting.stride),
                dilation=_times(setting.dilation),
            )
        height, width = (self._output(axis) for axis in _AXES)
        return height, width, self.shape[2] if self.pools else setting.count

    def cost(self) -> Cost:
        """Return parameters, products, memory and receptive field; raise as `output_shape`."""
        return layer_cost(self.shape, self.setting, self.sides(), self.output_shape())

    def _side(self, axis: Literal[0, 1]) -> Side:
        setting = self.setting
        padding: Padding = (
            setting.padding if isinstance(setting.padding, str) else setting.padding[axis]
        )
        return Side(
            self.shape[axis],
            setting.kernel[axis],
            setting.stride[axis],
            padding,
            setting.dilation[axis],
            self.transposed,
        )

    def _output(self, axis: Literal[0, 1]) -> int:
        side = self._side(axis)
        try:
            return side.output()
        except ArithmeticSettingError as error:
            raise OneLayerError(
                _REASONS[self.transposed, axis],
                _working(self._after_making_it_fit()),
                **_numbers(side, error),
            ) from None

    def with_(self, **changes: Any) -> "OneLayer":
        """Return the layer with some of its settings changed."""
        return OneLayer(self.shape, replace(self.setting, **changes))

    def _after_one_of_two(self) -> Iterator[Repair]:
        plain = (
            Repair(N_("Set the dilation to 1."), {}, self.with_(dilation=(1, 1))),
            Repair(N_("Set the stride to 1."), {}, self.with_(stride=(1, 1))),
        )
        yield from plain
        if not _working(iter(plain)):  # the window does not fit either
            yield Repair(
                N_("Set the dilation to 1 and use `same` padding."),
                {},
                self.with_(dilation=(1, 1), padding="same"),
            )

    def _after_making_it_fit(self) -> Iterator[Repair]:
        if max(self.setting.dilation) > 1:
            yield Repair(N_("Set the dilation to 1."), {}, self.with_(dilation=(1, 1)))
        if not self.transposed:
            kernel = self._largest_kernel()
            yield Repair(
                N_("Make the window {size}."), {"size": _times(kernel)}, self.with_(kernel=kernel)
            )
        yield Repair(N_("Use `same` padding."), {}, self.with_(padding="same"))
        padding = self._nearest_padding()
        if max(padding) <= MOST_PADDING:
            yield Repair(
                N_("Set the padding to {size}."),
                {"size": _times(padding)},
                self.with_(padding=padding),
            )

    def _largest_kernel(self) -> Pair:
        """Return the window made just small enough to fit."""
        height, width = (
            min(side.kernel, (side.size + sum(side.ends()) - 1) // side.dilation + 1)
            for side in self.sides()
        )
        return height, width

    def _nearest_padding(self) -> Pair:
        """Return the padding that is just enough, or, transposed, cuts just little enough off."""
        height, width = (_nearest(side) for side in self.sides())
        return height, width


# Whole sentences, so that they can be translated; by (transposed, axis).
_REASONS: Final = {
    (False, 0): N_(
        "Along the height the window reaches over {reach} pixels, but only {available} are there:"
        " {available} − {reach} = {difference} is negative. Use a smaller kernel, less dilation or"
        " more padding."
    ),
    (False, 1): N_(
        "Along the width the window reaches over {reach} pixels, but only {available} are there:"
        " {available} − {reach} = {difference} is negative. Use a smaller kernel, less dilation or"
        " more padding."
    ),
    (True, 0): N_(
        "Along the height {full} pixels are painted, and the padding cuts {cut} of them off:"
        " nothing is left. Use less padding."
    ),
    (True, 1): N_(
        "Along the width {full} pixels are painted, and the padding cuts {cut} of them off:"
        " nothing is left. Use less padding."
    ),
}


def _numbers(side: Side, error: ArithmeticSettingError) -> dict[str, Any]:
    values = dict(error.values)
    if not side.transposed:
        values["difference"] = f"−{values['reach'] - values['available']}"
    return values


def _nearest(side: Side) -> int:
    number = 0 if isinstance(side.padding, str) else side.padding
    if side.transposed:
        full = (side.size - 1) * side.stride + side.reach
        return min(number, (full - 1) // 2)
    return max(number, (side.reach - side.size + 1) // 2)


def _working(repairs: Iterator[Repair]) -> tuple[Repair, ...]:
    """Return the repairs after which the layer is possible."""
    return tuple(repair for repair in repairs if is_possible(repair.layer))


def is_possible(layer: OneLayer) -> bool:
    """Tell whether a layer can be built."""
    setting = layer.setting
    if max(setting.stride) > 1 and max(setting.dilation) > 1:
        return False
    try:
        return all(side.output() > 0 for side in layer.sides())
    except ArithmeticSettingError:
        return False


def _times(pair: Pair) -> str:
    return f"{pair[0]}×{pair[1]}"


@lru_cache(maxsize=64)
def to_code(layer: OneLayer) -> str:
    """Return the Keras script that builds the layer and prints what the page shows.

    Keras has no padding by a number: zeros are put around the picture by a layer of their own, and
    a transposed convolution is cut by one.

    Examples
    --------
    >>> print(to_code(OneLayer((28, 28, 1), Setting("Conv2D", 12, kernel=(5, 5)))), end="")
    import keras
    from keras import layers
    <BLANKLINE>
    model = keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(12, kernel_size=(5, 5)),
        ]
    )
    print(model.output_shape)  # (None, 24, 24, 12)
    print(model.count_params())  # 312
    """
    output, cost = layer.output_shape(), layer.cost()
    calls = [f"keras.Input(shape={layer.shape})", *_calls(layer)]
    body = "".join(f"        {call},\n" for call in calls)
    return (
        "import keras\nfrom keras import layers\n\n"
        f"model = keras.Sequential(\n    [\n{body}    ]\n)\n"
        f"print(model.output_shape)  # {(None, *output)}\n"
        f"print(model.count_params())  # {cost.parameters.value}\n"
    )


def _calls(layer: OneLayer) -> Iterator[str]:
    padding: PairPadding = layer.setting.padding
    call = f"layers.{layer.setting.type}({', '.join(_arguments(layer))})"
    if isinstance(padding, str):
        yield call
    elif layer.transposed:
        yield call
        # Keras fills a kernel that is shorter than the stride up to the stride; that goes too.
        ends = tuple(
            (side.ends()[0], side.ends()[1] + max(side.stride - side.reach, 0))
            for side in layer.sides()
        )
        yield f"layers.Cropping2D({ends})"
    else:
        yield f"layers.ZeroPadding2D({padding})"
        yield call


def _arguments(layer: OneLayer) -> Iterator[str]:
    setting = layer.setting
    if layer.pools:
        yield f"pool_size={setting.kernel}"
    else:
        yield str(setting.count)
        yield f"kernel_size={setting.kernel}"
    if setting.stride != (setting.kernel if layer.pools else (1, 1)):
        yield f"strides={setting.stride}"
    if setting.padding == "same":
        yield 'padding="same"'
    if setting.dilation != (1, 1):
        yield f"dilation_rate={setting.dilation}"
    if not setting.bias:
        yield "use_bias=False"
