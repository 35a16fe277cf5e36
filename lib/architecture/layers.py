"""The layers that the lab knows: their settings, and what each makes of a shape.

Names and settings are Keras's own. Only what stands here can be built, so a file from outside
cannot bring in a layer that runs code.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from lib.arithmetic import output_size

Shape: TypeAlias = tuple[int, ...]

# Limits: generous for teaching, small enough for a computer that a whole class shares.
MAX_FILTERS: Final = 1024
MAX_UNITS: Final = 4096
MAX_KERNEL: Final = 64

Activations: TypeAlias = Literal[
    "linear",
    "relu",
    "elu",
    "exponential",
    "gelu",
    "hard_sigmoid",
    "leaky_relu",
    "mish",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
]


def _twice(value: Any) -> Any:
    """Let one number stand for both sides, as Keras does."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value, value)
    return value


def _plain_name(name: str) -> str:
    # Keras names its input layer "input_layer", and two layers cannot share a name.
    if name.startswith("input"):
        raise ValueError("reserved")
    return name


Name: TypeAlias = Annotated[
    str, Field(strict=True, max_length=40, pattern="^[a-z][a-z0-9_]*$"), AfterValidator(_plain_name)
]
_Window: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=MAX_KERNEL)]
_Step: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=MAX_KERNEL)]
_Spacing: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=16)]
WindowPair: TypeAlias = Annotated[tuple[_Window, _Window], BeforeValidator(_twice)]
StepPair: TypeAlias = Annotated[tuple[_Step, _Step], BeforeValidator(_twice)]
SpacingPair: TypeAlias = Annotated[tuple[_Spacing, _Spacing], BeforeValidator(_twice)]
Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]
# A zoom of 1 shrinks the picture to nothing; a turn of 0.5 is half a circle either way.
Factor: TypeAlias = Annotated[float, Field(strict=True, ge=0, le=0.9)]
Turn: TypeAlias = Annotated[float, Field(strict=True, ge=0, le=0.5)]
FillMode: TypeAlias = Literal["constant", "nearest", "reflect", "wrap"]


@dataclass(frozen=True)
class Window:
    """What slides along one side: `kernel` values, `dilation` apart, in steps of `stride`."""

    kernel: int = 1
    stride: int = 1
    dilation: int = 1
    padding: Literal["valid", "same"] = "valid"

    def positions(self, size: int) -> int:
        """Return how many positions there are along a side of `size` pixels."""
        return output_size(
            size, self.kernel, stride=self.stride, padding=self.padding, dilation=self.dilation
        )


class BaseLayer(BaseModel):
    """A layer that changes no shape and learns nothing; the others say where they differ.

    Attributes
    ----------
    type : str
        Keras's name of the layer.
    name : str or None
        The layer's own name; None lets `Architecture.trace` number it.

    Notes
    -----
    Shapes leave the batch out: ``(height, width, channels)`` is a stack of maps, ``(values,)`` a
    vector.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    needs: ClassVar[Literal["anything", "maps", "vector"]] = "anything"

    type: str
    name: Name | None = None

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that comes out when `shape` goes in."""
        return shape

    def parameters(self, shape: Shape) -> int:
        """Return how many numbers the layer keeps, learned or not."""
        return 0

    def trainable_parameters(self, shape: Shape) -> int:
        """Return how many numbers the layer learns by gradient descent."""
        return self.parameters(shape)

    def multiply_adds(self, shape: Shape) -> int:
        """Return how many products of an input with a kernel weight one picture costs.

        Zeros from padding are counted; layers without a kernel count as 0.
        """
        return 0

    def windows(self) -> tuple[Window, Window]:
        """Return the windows that slide along the height and the width."""
        return (Window(), Window())


class Rescaling(BaseLayer):
    """Multiply every value by `scale` and add `offset`."""

    type: Literal["Rescaling"] = "Rescaling"
    scale: Number
    offset: Number = 0.0


class Conv2D(BaseLayer):
    """Slide `filters` kernels over the maps; each sums its products over all channels."""

    needs = "maps"
    type: Literal["Conv2D"] = "Conv2D"
    filters: int = Field(strict=True, ge=1, le=MAX_FILTERS)
    kernel_size: WindowPair
    strides: StepPair = (1, 1)
    padding: Literal["valid", "same"] = "valid"
    dilation_rate: SpacingPair = (1, 1)
    activation: Activations = "linear"
    use_bias: bool = Field(default=True, strict=True)

    def output_shape(self, shape: Shape) -> Shape:
        """Return ``(height, width, filters)``."""
        height, width = self.windows()
        return (height.positions(shape[0]), width.positions(shape[1]), self.filters)

    def parameters(self, shape: Shape) -> int:
        """Return the kernel weights and, with a bias, one number per filter."""
        return self._kernel_weights(shape) + self.filters * self.use_bias

    def multiply_adds(self, shape: Shape) -> int:
        """Return kernel weights times positions."""
        height, width, _ = self.output_shape(shape)
        return height * width * self._kernel_weights(shape)

    def windows(self) -> tuple[Window, Window]:
        """Return the kernel's window along the height and the width."""
        height, width = (
            Window(kernel=kernel, stride=stride, dilation=dilation, padding=self.padding)
            for kernel, stride, dilation in zip(
                self.kernel_size, self.strides, self.dilation_rate, strict=True
            )
        )
        return height, width

    def _kernel_weights(self, shape: Shape) -> int:
        return self.kernel_size[0] * self.kernel_size[1] * shape[-1] * self.filters


class _Pooling2D(BaseLayer):
    needs = "maps"
    pool_size: WindowPair = (2, 2)
    strides: StepPair | None = None
    padding: Literal["valid", "same"] = "valid"

    def output_shape(self, shape: Shape) -> Shape:
        """Return ``(height, width, channels)``, the channels unchanged."""
        height, width = self.windows()
        return (height.positions(shape[0]), width.positions(shape[1]), shape[2])

    def windows(self) -> tuple[Window, Window]:
        """Return the pooling window along the height and the width."""
        height, width = (
            Window(kernel=size, stride=stride, padding=self.padding)
            for size, stride in zip(self.pool_size, self.strides or self.pool_size, strict=True)
        )
        return height, width


class MaxPooling2D(_Pooling2D):
    """Keep the largest value of each window."""

    type: Literal["MaxPooling2D"] = "MaxPooling2D"


class AveragePooling2D(_Pooling2D):
    """Keep the mean of each window."""

    type: Literal["AveragePooling2D"] = "AveragePooling2D"


class GlobalAveragePooling2D(BaseLayer):
    """Keep the mean of each whole map."""

    needs = "maps"
    type: Literal["GlobalAveragePooling2D"] = "GlobalAveragePooling2D"

    def output_shape(self, shape: Shape) -> Shape:
        """Return ``(channels,)``."""
        return (shape[2],)


class Flatten(BaseLayer):
    """Lay all values out in one vector."""

    type: Literal["Flatten"] = "Flatten"

    def output_shape(self, shape: Shape) -> Shape:
        """Return ``(values,)``."""
        return (math.prod(shape),)


class Dense(BaseLayer):
    """Connect every value of a vector with each of `units` outputs."""

    needs = "vector"
    type: Literal["Dense"] = "Dense"
    units: int = Field(strict=True, ge=1, le=MAX_UNITS)
    activation: Activations = "linear"
    use_bias: bool = Field(default=True, strict=True)

    def output_shape(self, shape: Shape) -> Shape:
        """Return ``(units,)``."""
        return (self.units,)

    def parameters(self, shape: Shape) -> int:
        """Return one weight per pair of input and unit and, with a bias, one number per unit."""
        return (shape[0] + self.use_bias) * self.units

    def multiply_adds(self, shape: Shape) -> int:
        """Return one product per pair of input and unit."""
        return shape[0] * self.units


class BatchNormalization(BaseLayer):
    """Bring each channel to mean 0 and variance 1, then scale and shift it as learned."""

    type: Literal["BatchNormalization"] = "BatchNormalization"
    momentum: Annotated[float, Field(strict=True, ge=0, lt=1)] = 0.99
    epsilon: Annotated[float, Field(strict=True, gt=0, le=1)] = 0.001

    def parameters(self, shape: Shape) -> int:
        """Return scale, shift, running mean and running variance of each channel."""
        return 4 * shape[-1]

    def trainable_parameters(self, shape: Shape) -> int:
        """Return scale and shift of each channel; mean and variance are measured, not learned."""
        return 2 * shape[-1]


class Activation(BaseLayer):
    """Apply a function to every value (softmax: to the values along the last axis)."""

    type: Literal["Activation"] = "Activation"
    activation: Activations


class Dropout(BaseLayer):
    """While training, set a random share of the values to 0 and scale the others up."""

    type: Literal["Dropout"] = "Dropout"
    rate: Annotated[float, Field(strict=True, ge=0, lt=1)]


class RandomRotation(BaseLayer):
    """While training, turn each picture by up to `factor` of a full circle, either way."""

    needs = "maps"
    type: Literal["RandomRotation"] = "RandomRotation"
    factor: Turn
    fill_mode: FillMode = "constant"


class RandomTranslation(BaseLayer):
    """While training, shift each picture by up to these shares of its height and width."""

    needs = "maps"
    type: Literal["RandomTranslation"] = "RandomTranslation"
    height_factor: Factor
    width_factor: Factor
    fill_mode: FillMode = "constant"


class RandomZoom(BaseLayer):
    """While training, zoom each picture in or out by up to these shares.

    Without `width_factor` the proportions stay.
    """

    needs = "maps"
    type: Literal["RandomZoom"] = "RandomZoom"
    height_factor: Factor
    width_factor: Factor | None = None
    fill_mode: FillMode = "constant"


Layer: TypeAlias = Annotated[
    Rescaling
    | Conv2D
    | MaxPooling2D
    | AveragePooling2D
    | GlobalAveragePooling2D
    | Flatten
    | Dense
    | BatchNormalization
    | Activation
    | Dropout
    | RandomRotation
    | RandomTranslation
    | RandomZoom,
    Field(discriminator="type"),
]
