"""A small picture with a lens that shows the numbers it is made of."""

from pathlib import Path

import streamlit as st

from lib.ui.language import _

_HERE = Path(__file__)

_lens = st.components.v2.component(
    "cnnlab.lens",
    html='<div class="lens"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(pixels: list[list[int]], *, key: str, start: tuple[int, int], window: int = 9) -> None:
    """Show a picture beside the numbers under a lens that the reader moves.

    The lens follows the pointer, a finger or the arrow keys; nothing is sent to the server.

    Parameters
    ----------
    pixels : list of list of int
        Rows of a grey picture, 0 to 255.
    key : str
        The widget key.
    start : tuple of int
        Row and column, from 0, of the lens's centre to begin with.
    window : int
        How many pixels the lens is wide and high, an odd number.
    """
    _lens(
        key=key,
        data={
            "pixels": pixels,
            "start": list(start),
            "window": window,
            "label": _("Picture with a lens. Move it with the arrow keys."),
            "reading": _("Row {row}, column {column}: {value} of 255"),
        },
    )
