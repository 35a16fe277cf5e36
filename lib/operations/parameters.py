"""What an operation can be told: numbers, choices, switches, a table of weights.

Every parameter reads and writes itself as a piece of a link. Reading is strict, because links come
from outside.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lib.errors import LabError
from lib.kernels import Weights
from lib.messages import N_

Value: TypeAlias = float | bool | str | Weights

LARGEST_SIDE = 7
"""Rows and columns of a kernel."""
LARGEST_WEIGHT = 1000.0
DECIMALS = 12
"""Of a weight: enough for 1/9, and as many as a link can carry without a change."""

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")
_WEIGHT = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,12})?")
_SHAPE = re.compile(r"([1-9])x([1-9])")
_SWITCH = {"yes": True, "no": False}


class OperationError(LabError):
    """An operation that is impossible with these values, or on this picture."""


@dataclass(frozen=True)
class Number:
    """A number in a range.

    Attributes
    ----------
    name, title : str
        For code and links; for the reader, to be translated.
    default, low, high, step : float
        `step` is what a slider moves by.
    whole : bool
        Only `low`, `low + step`, `low + 2 * step` … are allowed.
    unit : str
        Behind the number, such as "%".
    """

    name: str
    title: str
    default: float
    low: float
    high: float
    step: float
    whole: bool = False
    unit: str = ""

    def checked(self, value: Value) -> float:
        """Return the value, an int where it has to be one; raise OperationError if it is wrong."""
        if isinstance(value, str | tuple | bool) or not math.isfinite(value):
            raise self._wrong(value)
        if not self.low <= value <= self.high:
            raise self._wrong(value)
        if not self.whole:
            return round(float(value), 6) + 0.0  # -0.0 becomes 0.0
        if value != int(value) or (value - self.low) % self.step:
            raise self._wrong(value)
        return int(value)

    def read(self, text: str) -> float:
        """Read the number from a link."""
        if not _NUMBER.fullmatch(text):
            raise self._wrong(text)
        return self.checked(float(text))

    def write(self, value: Value) -> str:
        """Write the number for a link.

        >>> Number("size", "Size", 0.5, 0, 2, 0.1).write(0.5)
        '0.5'
        """
        assert isinstance(value, int | float)  # noqa: S101  (for mypy: `checked` has seen to it)
        return shortest(value)

    def _wrong(self, value: object) -> OperationError:
        if self.whole:
            return OperationError(
                N_(
                    "{setting} is {received}, but it must be a whole number from {low} to {high}"
                    " in steps of {step}."
                ),
                setting=self.name,
                received=repr(value),
                low=shortest(self.low),
                high=shortest(self.high),
                step=shortest(self.step),
            )
        return OperationError(
            N_("{setting} is {received}, but it must be a number from {low} to {high}."),
            setting=self.name,
            received=repr(value),
            low=shortest(self.low),
            high=shortest(self.high),
        )


@dataclass(frozen=True)
class Choice:
    """One of several; `options` maps what stands in links to what the reader sees."""

    name: str
    title: str
    default: str
    options: Mapping[str, str]

    def checked(self, value: Value) -> str:
        """Return the value; raise OperationError if it is none of the options."""
        if not isinstance(value, str) or value not in self.options:
            raise OperationError(
                N_("{setting} is {received}, but it must be one of: {options}."),
                setting=self.name,
                received=repr(value),
                options=", ".join(self.options),
            )
        return value

    def read(self, text: str) -> str:
        """Read the option from a link."""
        return self.checked(text)

    def write(self, value: Value) -> str:
        """Write the option for a link."""
        return str(value)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    name: str
    title: str
    default: bool

    def checked(self, value: Value) -> bool:
        """Return the value; raise OperationError if it is neither true nor false."""
        if not isinstance(value, bool):
            raise self._wrong(value)
        return value

    def read(self, text: str) -> bool:
        """Read the switch from a link."""
        if text not in _SWITCH:
            raise self._wrong(text)
        return _SWITCH[text]

    def write(self, value: Value) -> str:
        """Write the switch for a link."""
        return "yes" if value else "no"

    def _wrong(self, value: object) -> OperationError:
        return OperationError(
            N_("{setting} is {received}, but it must be yes or no."),
            setting=self.name,
            received=repr(value),
        )


@dataclass(frozen=True)
class Table:
    """The weights of a kernel, from 1×1 to 7×7.

    In a link: rows and columns, then the weights row by row, `2x2_1_0_0_-1`.
    """

    name: str
    title: str
    default: Weights

    def checked(self, value: Value) -> Weights:
        """Return the weights as floats; raise OperationError if they are no table of numbers."""
        if not isinstance(value, tuple) or not value or not value[0]:
            raise self._shape(0, 0)
        rows, columns = len(value), len(value[0])
        if any(len(row) != columns for row in value) or max(rows, columns) > LARGEST_SIDE:
            raise self._shape(rows, columns)
        for weight in (weight for row in value for weight in row):
            if not math.isfinite(weight) or abs(weight) > LARGEST_WEIGHT:
                raise self._weight(weight)
        return tuple(tuple(round(float(w), DECIMALS) + 0.0 for w in row) for row in value)

    def read(self, text: str) -> Weights:
        """Read the weights from a link."""
        head, *numbers = text.split("_")
        shape = _SHAPE.fullmatch(head)
        rows, columns = (int(shape[1]), int(shape[2])) if shape else (0, 0)
        if not shape or max(rows, columns) > LARGEST_SIDE or len(numbers) != rows * columns:
            raise self._shape(rows, columns)
        for number in numbers:
            if not _WEIGHT.fullmatch(number):
                raise self._weight(number)
        weights = [float(number) for number in numbers]
        return self.checked(
            tuple(tuple(weights[row * columns : (row + 1) * columns]) for row in range(rows))
        )

    def write(self, value: Value) -> str:
        """Write the weights for a link.

        >>> Table("weights", "Weights", ((1.0,),)).write(((0.0, 0.5), (-1.0, 2.0)))
        '2x2_0_0.5_-1_2'
        """
        assert isinstance(value, tuple)  # noqa: S101  (for mypy: `checked` has seen to it)
        shape = f"{len(value)}x{len(value[0])}"
        return "_".join([shape, *(shortest(weight, DECIMALS) for row in value for weight in row)])

    def _shape(self, rows: int, columns: int) -> OperationError:
        return OperationError(
            N_(
                "A kernel has 1 to {most} rows and as many columns, and a number in each place."
                " This one has {rows} rows and {columns} columns, or places without a number."
            ),
            most=LARGEST_SIDE,
            rows=rows,
            columns=columns,
        )

    def _weight(self, weight: object) -> OperationError:
        return OperationError(
            N_("A weight is {received}, but it must be a number from −{most} to {most}."),
            received=repr(weight),
            most=shortest(LARGEST_WEIGHT),
        )


Parameter: TypeAlias = Number | Choice | Switch | Table


def shortest(value: float, decimals: int = 6) -> str:
    """Write a number with at most so many decimals and without zeros at the end.

    >>> shortest(0.5), shortest(45), shortest(-2.0), shortest(1 / 9)
    ('0.5', '45', '-2', '0.111111')
    """
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
