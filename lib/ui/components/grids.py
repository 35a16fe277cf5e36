"""Small tables of numbers side by side, each cell shaded by its number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import streamlit as st

_HERE = Path(__file__)

_grids = st.components.v2.component(
    "cnnlab.grids",
    html='<div class="grids"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Panel:
    """One table.

    Attributes
    ----------
    title : str
        Stands above it.
    cells : list of list of str
        What is written in the cells.
    shades : list of list of float
        How strongly each cell is coloured: from 0 (black) to 1 (white) with the tone "grey", from
        -1 (orange) by 0 (nothing) to 1 (teal) with the tone "signed".
    tone : {"grey", "signed"}
    note : str
        Stands below it.
    marked : list of list of int
        Row and column of cells with a thick frame.
    join : str
        A sign between this table and the next one.
    """

    title: str
    cells: list[list[str]]
    shades: list[list[float]]
    tone: Literal["grey", "signed"] = "grey"
    note: str = ""
    marked: list[list[int]] = field(default_factory=list)
    join: str = ""


def show(panels: Sequence[Panel], *, key: str) -> None:
    """Show tables of numbers, from left to right and as many in a row as there is room for."""
    _grids(key=key, data={"panels": [asdict(panel) for panel in panels]})
