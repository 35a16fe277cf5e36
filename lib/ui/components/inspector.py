"""A picture of any size with a lens that shows the numbers it is made of."""

import base64
import zlib
from pathlib import Path

import numpy as np
import streamlit as st

from lib.pictures import Picture
from lib.ui.language import _

_HERE = Path(__file__)

_inspector = st.components.v2.component(
    "cnnlab.inspector",
    html='<div class="inspector"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(picture: Picture, *, key: str, name: str, otsu: int) -> None:
    """Show a picture beside the numbers under a lens that the reader moves.

    All three numbers of a colour, one of them, grey, or 0 and 1 after a threshold; a window of 3 to
    13 pixels. All of it happens in the browser: nothing is sent to the server.

    Parameters
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    key : str
        The widget key.
    name : str
        What tells this picture from others; the lens starts afresh with another one.
    otsu : int
        The threshold to begin with: Otsu's, 0 to 255.
    """
    height, width = picture.shape[:2]
    packed = zlib.compress(np.ascontiguousarray(picture).tobytes(), level=1)
    _inspector(
        key=key,
        data={
            "id": name,
            "pixels": base64.b64encode(packed).decode("ascii"),
            "height": height,
            "width": width,
            "channels": 1 if picture.ndim == 2 else 3,
            "start": [int(height * 0.4), int(width * 0.45)],
            "otsu": otsu,
            "words": _words(),
        },
    )


def _words() -> dict[str, str]:
    return {
        "colour": _("RGB"),
        "grey": _("Grey"),
        "red": _("R"),
        "green": _("G"),
        "blue": _("B"),
        "bits": _("0 / 1"),
        "window": _("Window"),
        "threshold": _("Threshold"),
        "otsu": _("Otsu: {value}"),
        "label": _("Picture with a lens. Move it with the arrow keys, ten pixels with Shift."),
        "three": _("Row {row}, column {column}: R {red}, G {green}, B {blue}; grey {value}"),
        "single": _("Row {row}, column {column}: {value}"),
        "bit": _("{value} > {threshold} is {truth}, so {bit}"),
        "facts": _("numpy.ndarray, {dtype}, shape {shape}, least {least}, greatest {greatest}"),
    }
