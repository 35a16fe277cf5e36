"""Sizes, and what no window reaches, in words."""

from typing import Final

from lib.calculator.derivation import Side, Slide
from lib.ui.language import _, _n, number

_MOST_NAMED: Final = 6


def times(shape: tuple[int, ...]) -> str:
    """Write a shape: 24 × 24 × 12."""
    return " × ".join(map(number, shape))


def missed_rows(slide: Slide, *, transposed: bool = False) -> str:
    """Return a sentence that names the rows which no window reaches, "" if there are none."""
    missed = slide.missed()
    if transposed:
        sentence = _("Rows {places} are never painted: nothing but the bias is there.")
    elif _at_the_end(missed, slide.size):
        sentence = _n(
            "The last row ({places}) is never read.",
            "The last {n} rows ({places}) are never read.",
            len(missed),
        )
    else:
        sentence = _("Rows {places} are never read.")
    return _filled(sentence, missed)


def missed_columns(slide: Slide, *, transposed: bool = False) -> str:
    """Return a sentence that names the columns which no window reaches, "" if there are none."""
    missed = slide.missed()
    if transposed:
        sentence = _("Columns {places} are never painted: nothing but the bias is there.")
    elif _at_the_end(missed, slide.size):
        sentence = _n(
            "The last column ({places}) is never read.",
            "The last {n} columns ({places}) are never read.",
            len(missed),
        )
    else:
        sentence = _("Columns {places} are never read.")
    return _filled(sentence, missed)


def missed_padding(height: Slide, width: Slide) -> str:
    """Return a sentence on padding which no window reaches, "" if there is none."""
    below, right = height.missed_padding()[1], width.missed_padding()[1]
    if not below and not right:
        return ""
    return _("Of the padding, {below} below and {right} on the right are never read.").format(
        below=number(below), right=number(right)
    )


def missed_pixels(slide: Slide, *, transposed: bool = False) -> str:
    """Return a sentence that names the pixels of one side which no window reaches, "" if none."""
    missed = slide.missed()
    if transposed:
        sentence = _("pixels {places} are never painted")
    elif _at_the_end(missed, slide.size):
        sentence = _n(
            "the last pixel ({places}) is never read",
            "the last {n} pixels ({places}) are never read",
            len(missed),
        )
    else:
        sentence = _("pixels {places} are never read")
    return _filled(sentence, missed)


def _filled(sentence: str, missed: tuple[int, ...]) -> str:
    if not missed:
        return ""
    return sentence.format(n=number(len(missed)), places=_named(missed))


def _at_the_end(missed: tuple[int, ...], size: int) -> bool:
    return missed == tuple(range(size - len(missed), size))


def _named(missed: tuple[int, ...]) -> str:
    """Write places as the reader counts them, from 1: "3, 6, 9"."""
    names = [number(place + 1) for place in missed[:_MOST_NAMED]]
    return ", ".join(names) + (" …" if len(missed) > _MOST_NAMED else "")


def memory(size: int) -> str:
    """Write a number of bytes: 27,648 bytes are 27.0 KiB (1 KiB being 1 024 bytes)."""
    value: float = size
    for unit in ("B", "KiB", "MiB"):
        if value < 1024:
            return f"{number(value, 0 if unit == 'B' else 1)} {unit}"
        value /= 1024
    return f"{number(value, 1)} GiB"


def line(side: Side, *, pools: bool = False) -> str:
    """Write a side's settings on one line: kernel 3 · stride 2 · padding 1."""
    window = _("window {n}") if pools else _("kernel {n}")
    parts = [window.format(n=side.kernel), _("stride {n}").format(n=side.stride)]
    if isinstance(side.padding, str):
        parts.append(side.padding)
    else:
        parts.append(_("padding {n}").format(n=side.padding))
    if side.dilation > 1:
        parts.append(_("dilation {n}").format(n=side.dilation))
    return " · ".join(parts)
