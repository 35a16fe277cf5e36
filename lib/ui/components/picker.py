"""A picture in which the reader chooses a place for a window."""

import base64
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from lib.pictures import Picture, to_png
from lib.ui.language import _

_HERE = Path(__file__)

_picker = st.components.v2.component(
    "cnnlab.picker",
    html='<div class="picker"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(
    picture: Picture,
    *,
    key: str,
    name: str,
    place: tuple[int, int],
    size: int,
    margin: int,
    shift: tuple[int, int],
    on_change: Callable[[], None],
) -> None:
    """Show a picture with the outline of a window, which a click, a tap or the arrow keys move.

    A place is reported when the reader clicks or taps, or lets go of an arrow key; pointing at the
    picture sends nothing. `st.session_state[key]["place"]` then holds [row, column].

    Parameters
    ----------
    picture : ndarray of shape (H, W), uint8
    key : str
        The widget key.
    name : str
        Which picture it is: another name puts the window back to `place`.
    place : tuple of int
        Row and column of the window's centre, from 0.
    size : int
        How many pixels the window is wide and high, an odd number.
    margin : int
        So many pixels the centre keeps from the border.
    shift : tuple of int
        (Δx, Δy) of the second, dashed outline.
    on_change : callable
        Called when another place has been reported.
    """
    encoded = base64.b64encode(to_png(picture)).decode()
    _picker(
        key=key,
        data={
            "source": f"data:image/png;base64,{encoded}",
            "height": picture.shape[0],
            "width": picture.shape[1],
            "name": name,
            "place": list(place),
            "size": size,
            "margin": margin,
            "shift": list(shift),
            "label": _("Picture. Click to place the window, or move it with the arrow keys."),
            "reading": _("Window around row {row}, column {column}"),
        },
        default={"place": list(place)},
        on_place_change=on_change,
    )
