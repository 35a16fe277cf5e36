"""A colour picture pulled apart into red, green and blue."""

from pathlib import Path

import streamlit as st

from lib.operations import fitted
from lib.pictures import Picture
from lib.ui.components.compare import as_address
from lib.ui.language import _

_HERE = Path(__file__)
_SIDE = 400  # pixels are sent, at most

_channels = st.components.v2.component(
    "cnnlab.channels",
    html='<div class="channels"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(picture: Picture, *, key: str) -> None:
    """Show the three channels as sheets of light that a slider pulls apart.

    Parameters
    ----------
    picture : ndarray of shape (H, W, 3), uint8
    key : str
        The widget key.
    """
    small = fitted(picture, _SIDE)
    _channels(
        key=key,
        data={
            "picture": as_address(small),
            "height": small.shape[0],
            "width": small.shape[1],
            "words": {
                "names": ["image[..., 0]", "image[..., 1]", "image[..., 2]"],
                "apart": _("Pull apart"),
                "label": _("The red, the green and the blue channel, one behind the other"),
            },
        },
    )
