"""A network that is not built yet: the shape of its input and the list of its layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.architecture.code import to_code
from lib.architecture.layers import Layer
from lib.architecture.reading import explain
from lib.architecture.repairs import propose
from lib.architecture.trace import LayerError, LayerTrace, walk
from lib.errors import LabError

MAX_LAYERS: Final = 60
_Side: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=512)]
_Channels: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=16)]


@dataclass(frozen=True)
class Repair:
    """A change that gets past an error.

    Attributes
    ----------
    template : str
        What the change is: an English sentence with `{named}` gaps, ready to be translated.
    values : dict[str, Any]
        What goes into the gaps.
    architecture : Architecture
        The architecture after the change.
    """

    template: str
    values: dict[str, Any]
    architecture: Architecture

    @property
    def description(self) -> str:
        """The English sentence with its gaps filled."""
        return self.template.format(**self.values)


class ArchitectureError(LabError):
    """An architecture that cannot be built.

    Attributes
    ----------
    index : int or None
        The layer that cannot be built, counted from 0; None if the fault is not in a layer.
    repairs : tuple[Repair, ...]
        Changes that get past this error; those that get furthest, or mend everything, first.
    """

    def __init__(
        self,
        template: str,
        *,
        index: int | None,
        repairs: tuple[Repair, ...] = (),
        **values: Any,
    ) -> None:
        super().__init__(template, **values)
        self.index = index
        self.repairs = repairs

    @property
    def reason(self) -> str:
        """The English sentence with its gaps filled."""
        return str(self)


class Architecture(BaseModel):
    """What a network is made of, without weights.

    Attributes
    ----------
    input_shape : tuple[int, int, int]
        ``(height, width, channels)``; sides of 1 to 512 pixels, 1 to 16 channels.
    layers : tuple[Layer, ...]
        1 to 60 layers, each a model or a dictionary such as
        ``{"type": "Conv2D", "filters": 32, "kernel_size": [3, 3]}`` with Keras's own names.

    Examples
    --------
    >>> network = Architecture.from_values(
    ...     layers=[{"type": "Flatten"}, {"type": "Dense", "units": 10}]
    ... )
    >>> [(trace.name, trace.output_shape, trace.parameters) for trace in network.trace()]
    [('flatten_1', (784,), 0), ('dense_1', (10,), 7850)]
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input_shape: tuple[_Side, _Side, _Channels] = (28, 28, 1)
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=MAX_LAYERS)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the architecture that `model_dump_json` wrote.

        Raises
        ------
        ArchitectureError
            If the text is not JSON, or not an architecture; the sentence names the first fault.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise _malformed(error) from None

    @classmethod
    def from_values(cls, **values: Any) -> Self:
        """Return the architecture with these settings; raise `ArchitectureError` as `from_json`."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _malformed(error) from None

    def trace(self) -> list[LayerTrace]:
        """Return what each layer does: name, shape, parameters, work, receptive field.

        Raises
        ------
        ArchitectureError
            At the first layer that cannot be built, with repairs.
        """
        try:
            return walk(self.input_shape, self.layers)
        except LayerError as problem:
            raise ArchitectureError(
                problem.template,
                index=problem.index,
                repairs=self._repairs(problem),
                **problem.values,
            ) from None

    @property
    def parameters(self) -> int:
        """How many numbers the network keeps, learned or not; raises as `trace`."""
        return sum(trace.parameters for trace in self.trace())

    def to_code(self) -> str:
        """Return a Keras script that defines `model`; raise as `trace` if Keras would refuse it."""
        self.trace()
        return to_code(self.input_shape, self.layers)

    def _repairs(self, problem: LayerError) -> tuple[Repair, ...]:
        changes = propose(self.input_shape, self.layers, problem, most_layers=MAX_LAYERS)
        return tuple(
            Repair(
                change.template,
                change.values,
                Architecture(input_shape=self.input_shape, layers=change.layers),
            )
            for change in changes
        )


def _malformed(error: ValidationError) -> ArchitectureError:
    index, template, values = explain(error)
    return ArchitectureError(template, index=index, **values)
