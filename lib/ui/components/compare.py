"""Two pictures in one frame, before and after, with a slider between them."""

import base64
from pathlib import Path

import streamlit as st

from lib.operations import fitted
from lib.pictures import Picture, to_png
from lib.ui.language import _

_HERE = Path(__file__)
_SIDE = 720  # pixels are sent, at most
_SMALL = 300  # below this, pixels are shown as squares

_compare = st.components.v2.component(
    "cnnlab.compare",
    html='<div class="compare"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(before: Picture, after: Picture, *, key: str) -> None:
    """Show two pictures; the frame has the second one's proportions.

    Parameters
    ----------
    before, after : ndarray of shape (H, W) or (H, W, 3), uint8
        They may differ in size: each is fitted into the frame.
    key : str
        The widget key.
    """
    _compare(
        key=key,
        data={
            "before": _sent(before),
            "after": _sent(after),
            "ratio": after.shape[1] / after.shape[0],
            "words": {
                "before": _("Before"),
                "after": _("After"),
                "label": _("Before and after: move the line with the arrow keys"),
            },
        },
    )


def as_address(picture: Picture) -> str:
    """Return a picture as an address that holds all of it."""
    return "data:image/png;base64," + base64.b64encode(to_png(picture)).decode("ascii")


def _sent(picture: Picture) -> dict[str, str | bool]:
    small = fitted(picture, _SIDE)
    return {"picture": as_address(small), "small": max(small.shape[:2]) <= _SMALL}
