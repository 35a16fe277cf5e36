"""Sizes, and what no window reaches, in words."""

from typing import Final

from lib.derivation import Side
from lib.ui.language import _, _n, number

_MOST_NAMED: Final = 6


def times(shape: tuple[int, ...]) -> str:
    """Write a shape: 24 × 24 × 12."""
    return " × ".join(map(number, shape))


def missed_rows(missed: tuple[int, ...], size: int, *, transposed: bool = False) -> str:
    """Return a sentence that names the rows which no window reaches."""
    if transposed:
        return _("Never painted, so nothing but the bias: {which}.").format(
            which=_("rows {numbers}").format(numbers=_named(missed))
        )
    if _at_the_end(missed, size):
        return _end(
            _n("The last row is never read.", "The last {n} rows are never read.", len(missed)),
            missed,
        )
    return _("Rows {numbers} are never read.").format(numbers=_named(missed))


def missed_columns(missed: tuple[int, ...], size: int, *, transposed: bool = False) -> str:
    """Return a sentence that names the columns which no window reaches."""
    if transposed:
        return _("Never painted, so nothing but the bias: {which}.").format(
            which=_("columns {numbers}").format(numbers=_named(missed))
        )
    if _at_the_end(missed, size):
        return _end(
            _n(
                "The last column is never read.",
                "The last {n} columns are never read.",
                len(missed),
            ),
            missed,
        )
    return _("Columns {numbers} are never read.").format(numbers=_named(missed))


def _end(sentence: str, missed: tuple[int, ...]) -> str:
    return sentence.format(n=number(len(missed)))


def _at_the_end(missed: tuple[int, ...], size: int) -> bool:
    return missed == tuple(range(size - len(missed), size))


def _named(missed: tuple[int, ...]) -> str:
    """Write places as the reader counts them, from 1: "3, 6, 9"."""
    names = [number(place + 1) for place in missed[:_MOST_NAMED]]
    return ", ".join(names) + (" …" if len(missed) > _MOST_NAMED else "")


def memory(size: int) -> str:
    """Write a number of bytes: 27,648 bytes are 27 KB (1 KB being 1 024 bytes)."""
    value: float = size
    for unit in ("B", "KB", "MB"):
        if value < 1024:
            return f"{number(value, 0 if unit == 'B' else 1)} {unit}"
        value /= 1024
    return f"{number(value, 1)} GB"


def line(side: Side) -> str:
    """Write a side's settings on one line: kernel 3 · stride 2 · padding 1."""
    parts = [
        _("kernel {n}").format(n=side.kernel),
        _("stride {n}").format(n=side.stride),
        side.padding if isinstance(side.padding, str) else _("padding {n}").format(n=side.padding),
    ]
    if side.dilation > 1:
        parts.append(_("dilation {n}").format(n=side.dilation))
    return " · ".join(parts)
