"""The numbers of the page about hand-made features, as tables and sentences."""

import numpy as np

from lib import corners
from lib.corners import Source
from lib.corners.shifts import Grey, Place
from lib.corners.tensor import Kind
from lib.ui.components.grids import Panel
from lib.ui.language import _, number

ARROWS = {"horizontal": "→", "vertical": "↓", "right diagonal": "↘", "left diagonal": "↙"}
_MIRRORED = {"horizontal": "←", "vertical": "↑", "right diagonal": "↖", "left diagonal": "↗"}


def short(value: float) -> str:
    """Write a brightness or a slope in two decimals, whole numbers without any.

    >>> short(0.5), short(1.0), short(-0.004)
    ('0.50', '1', '0')
    """
    text = f"{value:.2f}"
    return f"{float(text):.0f}".replace("-0", "0") if float(text).is_integer() else text


def brightness(values: Grey, title: str, *, note: str = "", join: str = "") -> Panel:
    """Return a part of the picture as a table, each number on its own shade of grey."""
    return Panel(
        title,
        [[short(value) for value in row] for row in values],
        values.tolist(),
        note=note,
        join=join,
    )


def signed(values: Grey, title: str, strongest: float, *, note: str = "") -> Panel:
    """Return numbers as a table, orange below and teal above 0."""
    return Panel(
        title,
        [[short(value) for value in row] for row in values],
        (values / max(strongest, 1e-9)).tolist(),
        tone="signed",
        note=note,
    )


def shift_panels(picture: Grey, place: Place, size: int, direction: str) -> list[Panel]:
    """Return the shifted window, the window, and the squares of their difference."""
    dx, dy = corners.DIRECTIONS[direction]
    before = corners.window(picture, place, size)
    after = corners.window(picture, (place[0] + dy, place[1] + dx), size)
    squares = (after - before) ** 2
    total = corners.shift_error(picture, place, size, (dx, dy))
    return [
        brightness(after, _("Shifted by ({dx}, {dy})").format(dx=dx, dy=dy), join="−"),
        brightness(before, _("Before"), join="→"),
        signed(
            squares,
            _("Difference, squared"),
            float(squares.max()),
            note=_("Their sum is E = {value}").format(value=number(total, 3)),
        ),
    ]


def compass(picture: Grey, place: Place, size: int) -> Panel:
    """Return E for the eight neighbours: the lecture's four directions and their mirror images."""
    four = corners.directions_error(picture, place, size)
    mirrored = corners.mirrored_error(picture, place, size)
    least = min(four, key=four.__getitem__)
    strongest = max(max(four.values()), 1e-9)
    cells = [[""] * 3 for _row in range(3)]
    shades = [[0.0] * 3 for _row in range(3)]
    for name, (dx, dy) in corners.DIRECTIONS.items():
        cells[1 + dy][1 + dx] = f"{ARROWS[name]}\n{number(four[name], 3)}"
        shades[1 + dy][1 + dx] = 0.2 + 0.8 * four[name] / strongest
        cells[1 - dy][1 - dx] = f"{_MIRRORED[name]}\n{number(mirrored[name], 3)}"
    dx, dy = corners.DIRECTIONS[least]
    return Panel(
        _("E for a shift by one pixel"),
        cells,
        shades,
        tone="signed",
        marked=[[1 + dy, 1 + dx]],
    )


def differing(picture: Grey, place: Place, size: int) -> str:
    """Say which mirrored shifts give another E than the lecture's four."""
    four = corners.directions_error(picture, place, size)
    mirrored = corners.mirrored_error(picture, place, size)
    found = [
        f"{_MIRRORED[name]} {number(mirrored[name], 3)} ({ARROWS[name]} {number(four[name], 3)})"
        for name in four
        if not np.isclose(four[name], mirrored[name])
    ]
    if not found:
        return _("Here the mirrored shifts give the same four numbers.")
    return _(
        "Here mirrored shifts give another number: {list}. They meet other pixels on that side."
    ).format(list=", ".join(found))


def name_of(kind: Kind) -> str:
    """Return what a place is called."""
    return {"flat": _("flat"), "edge": _("edge"), "corner": _("corner")}[kind]


def example_names() -> dict[str, str]:
    """Return what the examples in the λ1–λ2 plane are called."""
    return {name: _(corners.SHAPES[name].title) for name in corners.EXAMPLES}


def verdict(kind: Kind, least: float, greatest: float, limit: float) -> str:
    """Return the sentence in which the rule is applied to the numbers."""
    sentences = {
        "flat": _("Even the greatest, {greatest}, is below T = {limit}."),
        "edge": _("The greatest, {greatest}, reaches T = {limit}; the least, {least}, does not."),
        "corner": _("Even the least, {least}, reaches T = {limit}."),
    }
    return sentences[kind].format(
        least=number(least, 3), greatest=number(greatest, 3), limit=number(limit, 3)
    )


def tensor_formulas(tensor: Grey, values: Grey) -> tuple[str, str]:
    """Return M and its eigenvalues with their numbers, as LaTeX; a line each for a phone."""
    cells = r" \\ ".join(" & ".join(f"{value:.3f}" for value in row) for row in tensor + 0.0)
    return (
        rf"M = \begin{{bmatrix}} {cells} \end{{bmatrix}}",
        rf"\lambda_1 = {values[0]:.3f}, \quad \lambda_2 = {values[1]:.3f}",
    )


def picture_window(source: Source, place: Place, size: int) -> Panel:
    """Return the window's numbers."""
    return brightness(
        corners.window(source.picture, place, size),
        _("The window: {count} numbers").format(count=size**2),
    )
