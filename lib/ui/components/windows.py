"""Where the windows of a layer stand: the picture with its padding beside what comes out."""

from pathlib import Path

import streamlit as st

from lib.calculator.derivation import Slide
from lib.ui.language import _

_HERE = Path(__file__)

_windows = st.components.v2.component(
    "cnnlab.windows",
    html='<div class="windows"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(height: Slide, width: Slide, *, transposed: bool, key: str) -> None:
    """Show the windows of a layer; pointing at a value shows its window.

    Pointing, touching and the arrow keys work in the browser; nothing is sent to the server.

    Parameters
    ----------
    height, width : Slide
        The window along the two sides.
    transposed : bool
        Whether the windows paint the output, instead of reading the input.
    key : str
        The widget key.
    """
    _windows(
        key=key,
        data={
            "sides": [_plain(height), _plain(width)],
            "transposed": transposed,
            "words": _words_transposed() if transposed else _words(),
        },
    )


def _plain(slide: Slide) -> dict[str, object]:
    return {
        "before": slide.before,
        "size": slide.size,
        "after": slide.after,
        "positions": slide.positions,
        "kernel": slide.kernel,
        "stride": slide.stride,
        "dilation": slide.dilation,
        "bands": [list(band) for band in slide.bands()],
    }


def _words() -> dict[str, str]:
    return {
        "board": _("Input"),
        "places": _("Output"),
        "label": _("Output values. Move with the arrow keys to see what each one reads."),
        "reading": _(
            "Row {row}, column {column} of the output reads rows {rows} and columns {columns}."
        ),
        "nothing": _("Row {row}, column {column} of the output reads nothing but padding."),
        "outside": _("The rest of the window lies on padding, which is 0 or left out."),
        "window": _("one window"),
        "padding": _("padding"),
        "bands": _("never read"),
        "larger": _("drawn larger"),
    }


def _words_transposed() -> dict[str, str]:
    return {
        "board": _("Output"),
        "places": _("Input"),
        "label": _("Input values. Move with the arrow keys to see what each one paints."),
        "reading": _(
            "Row {row}, column {column} of the input paints rows {rows} and columns {columns}."
        ),
        "nothing": _("All that row {row}, column {column} of the input paints is cut off."),
        "outside": _("The rest of what it paints is cut off."),
        "window": _("painted by one value"),
        "padding": _("cut off"),
        "bands": _("never painted"),
        "larger": _("drawn larger"),
    }
