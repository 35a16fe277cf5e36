"""The stepper: a window slid over a picture, step by step, with every number of every step.

Everything is computed in the browser; the server hears only of settings that the reader changed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from lib import sliding
from lib.convolution import ConvolutionSetting
from lib.errors import LabError
from lib.pooling import PoolingSetting
from lib.ui.components.stepper_words import words

# In this order: the browser gets them as one style sheet and one module.
_STYLES = ("", "_stage", "_cells", "_controls", "_narrow")
_SCRIPTS = ("_math", "_parts", "_stage", "_marks", "_words", "_controls", "_timeline", "")

_Setting = TypeVar("_Setting", ConvolutionSetting, PoolingSetting)


def _together(parts: tuple[str, ...], ending: str) -> str:
    """Return the text of the files that make up the component's script or style sheet."""
    here = Path(__file__)
    files = [here.with_name(f"stepper{part}.{ending}") for part in parts]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


_stepper = st.components.v2.component(
    "cnnlab.stepper",
    html='<div class="stepper"></div>',
    css=_together(_STYLES, "css"),
    js=_together(_SCRIPTS, "js"),
)


def convolution(start: ConvolutionSetting, *, key: str, preset: str = "") -> ConvolutionSetting:
    """Show a convolution step by step, with numbers that can be edited.

    Parameters
    ----------
    start : ConvolutionSetting
        What it shows first. Another one replaces whatever the reader has made of the last.
    key : str
        The widget key.
    preset : str
        Name of the example; with another name, even the same numbers start anew.

    Returns
    -------
    ConvolutionSetting
        As it stands in the browser now: `start` until it is edited. A setting whose kernel does
        not fit is explained there and not reported.
    """
    return _show(start, ConvolutionSetting.from_state, key=key, preset=preset)


def pooling(start: PoolingSetting, *, key: str, preset: str = "") -> PoolingSetting:
    """Show a pooling step by step, with numbers that can be edited.

    Parameters
    ----------
    start : PoolingSetting
    key, preset : str
        As for `convolution`.

    Returns
    -------
    PoolingSetting
        As it stands in the browser now.
    """
    return _show(start, PoolingSetting.from_state, key=key, preset=preset)


def _show(
    start: _Setting, read: Callable[[object], _Setting], *, key: str, preset: str
) -> _Setting:
    token = _token(start, key, preset)
    result = _stepper(
        key=key,
        data={
            "setting": start.to_state(),
            "token": token,
            "words": words(),
            "limits": {
                "side": sliding.MAX_SIDE,
                "channels": sliding.MAX_CHANNELS,
                "kernel": sliding.MAX_KERNEL,
                "stride": sliding.MAX_STRIDE,
                "padding": sliding.MAX_PADDING,
                "dilation": sliding.MAX_DILATION,
            },
        },
        default={"setting": None},
        on_setting_change=lambda: None,
    )
    return _reported(result.get("setting"), token, read) or start


def _token(start: ConvolutionSetting | PoolingSetting, key: str, preset: str) -> int:
    """Return a number that changes whenever the example does: what was edited before is void."""
    known: tuple[int, Any]
    known = st.session_state.get(f"{key}.example", (0, None))
    example = (preset, start)
    if known[1] != example:
        known = st.session_state[f"{key}.example"] = (known[0] + 1, example)
    return known[0]


def _reported(sent: object, token: int, read: Callable[[object], _Setting]) -> _Setting | None:
    """Return the setting that a browser reports for this example, if it is one."""
    if not isinstance(sent, dict) or sent.get("token") != token:
        return None
    try:
        return read(sent.get("setting"))
    except LabError:  # the stepper does not send these; somebody else did
        return None
