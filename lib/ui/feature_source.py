"""The choice of a picture on the page about hand-made features."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from lib import corners
from lib.corners import Harris, Moravec, Source
from lib.corners.shifts import Grey
from lib.errors import LabError
from lib.pictures import Picture
from lib.ui import digit, language
from lib.ui.language import _, number

_PLACE = "features.place"  # (picture, row, column); no widget's key
_DIGIT, _UPLOAD = "digit", "upload"

_shape = st.cache_data(show_spinner=False)(corners.from_shape)
_sample = st.cache_data(show_spinner=False)(corners.from_sample)
_uploaded = st.cache_data(show_spinner=False, max_entries=8)(corners.from_upload)
_BY_NAME: dict[str | type[Any], Callable[[Any], str]] = {Source: lambda source: source.name}
_smoothed = st.cache_data(show_spinner=False, max_entries=32, hash_funcs=_BY_NAME)(corners.smoothed)

ANGLES = tuple(range(0, 181, 15))
"""In degrees."""


def choose() -> tuple[Source, Source, int, float] | None:
    """Show the picture's controls.

    Returns
    -------
    tuple of Source, Source, int, float, or None
        The picture as it is, the picture as it is used (blurred, when that was chosen), the
        window's side, and the blur. None while there is no picture.
    """
    left, middle, right = st.columns([4, 3, 3])
    names = _names()
    chosen = left.selectbox(
        _("Picture"), list(names), format_func=names.__getitem__, key="features.picture"
    )
    size = middle.segmented_control(
        _("Window"),
        corners.SIZES,
        format_func=lambda side: f"{side} × {side}",
        default=5,
        required=True,
        key="features.size",
        width="stretch",
    )
    sigma = right.select_slider(
        _("Smooth the picture first (σ in pixels)"),
        [0.0, 0.5, 1.0, 1.5, 2.0],
        0.0,
        format_func=lambda value: number(value, 1),
        key="features.sigma",
    )
    try:
        source = _load(chosen)
    except LabError as error:
        st.warning(language.problem(error), icon=":material/lightbulb:")
        return None
    if source is None:
        st.info(_("Choose a file, and its corners are looked for."), icon=":material/upload:")
        return None
    return source, _smoothed(source, sigma), size, sigma


def _names() -> dict[str, str]:
    """Return what the pictures are called, by their keys, in the order on offer."""
    return {
        **{name: _(shape.title) for name, shape in corners.SHAPES.items()},
        **{name: f"{_(title)} · scikit-image" for name, (title, _at) in corners.SAMPLES.items()},
        _DIGIT: _("A digit of MNIST"),
        _UPLOAD: _("A picture of your own"),
    }


def _load(chosen: str) -> Source | None:
    if chosen in corners.SHAPES:
        return _shape(chosen)
    if chosen in corners.SAMPLES:
        return _sample(chosen)
    if chosen == _DIGIT:
        return corners.from_digit(digit.pixels())
    file = st.file_uploader(_("A picture: PNG, JPEG, WebP or BMP"), key="features.upload")
    return None if file is None else _uploaded(file.getvalue(), file.name)


def caption(source: Source) -> str:
    """Return what was done to a picture before it is looked at."""
    rows, columns = source.picture.shape
    words = _("Grey, {rows} × {columns} pixels, each a number from 0 (black) to 1 (white).").format(
        rows=rows, columns=columns
    )
    if source.factor > 1:
        words += " " + _(
            "Reduced from {height} × {width}: each pixel is the mean of {factor} × {factor}."
        ).format(height=source.original[0], width=source.original[1], factor=source.factor)
    return words


def place(source: Source, size: int) -> tuple[int, int]:
    """Return the row and column of the window: where the reader put it, or the picture's own."""
    name, row, column = st.session_state.get(_PLACE, ("", 0, 0))
    at = (row, column) if name == source.name else source.place
    return corners.clamped(at, source.picture.shape, corners.margin(size))


def take(name: str, key: str) -> None:
    """Remember the place that the picker has reported."""
    reported: Any = st.session_state[key]["place"]
    row, column = (int(value) for value in reported)
    st.session_state[_PLACE] = (name, row, column)


def visible(source: Source) -> Picture:
    """Return the picture as it can be shown, uint8."""
    return _bytes(source.picture)


def turned(source: Source, angle: float) -> Picture:
    """Return the picture turned anticlockwise by so many degrees, uint8."""
    return _bytes(corners.rotated(source.picture, angle))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_BY_NAME)
def shares(source: Source, rule: Harris | Moravec, tolerance: int) -> list[float | None]:
    """Return the share of corners that stay for each of `ANGLES`; worked out once."""
    return corners.share_by_angle(source.picture, ANGLES, rule, tolerance)


def _bytes(picture: Grey) -> Picture:
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
