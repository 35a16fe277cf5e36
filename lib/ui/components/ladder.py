"""A chain of layers: the maps drawn in proportion, and a line of numbers for each layer."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from lib.ui.language import _

_HERE = Path(__file__)

_ladder = st.components.v2.component(
    "cnnlab.ladder",
    html='<div class="ladder"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Rung:
    """One line: a layer, or the input.

    Attributes
    ----------
    name, text : str
        What the layer is, and its settings in short.
    shape : tuple[int, ...]
        ``(height, width, channels)`` or ``(values,)``; empty if it cannot be known.
    cells : tuple[str, ...]
        What stands in the columns after the shape.
    state : {"done", "bad", "after"}
        Built, the first that cannot be built, or behind that one.
    note : str
        What stands in the place of a shape that cannot be known.
    """

    name: str
    text: str
    shape: tuple[int, ...]
    cells: tuple[str, ...]
    state: Literal["done", "bad", "after"] = "done"
    note: str = ""


def strip(rungs: list[Rung], *, key: str) -> None:
    """Show the maps of a chain in proportion, the picture first.

    Parameters
    ----------
    rungs : list of Rung
        The input first.
    key : str
        The widget key.
    """
    label = _("The maps in proportion, from the picture to the last layer")
    _ladder(key=key, data={"part": "strip", "rungs": _plain(rungs), "label": label})


def table(rungs: list[Rung], heads: list[str], totals: list[str], *, key: str) -> None:
    """Show the numbers of a chain.

    Parameters
    ----------
    rungs : list of Rung
        The input first.
    heads : list of str
        Titles of the columns: of the layer, of the shape, and one for each of `Rung.cells`.
    totals : list of str
        The last line, a text for each of `heads`.
    key : str
        The widget key.
    """
    _ladder(
        key=key,
        data={"part": "table", "rungs": _plain(rungs), "heads": heads, "totals": totals},
    )


def _plain(rungs: list[Rung]) -> list[dict[str, object]]:
    return [
        {**asdict(rung), "shape": list(rung.shape), "cells": list(rung.cells)} for rung in rungs
    ]
