"""The drawing canvas: a sheet of white paper and a black pen."""

import streamlit as st

from lib.pictures import Picture, from_array

#: Pixels; what is drawn is scaled to 20 × 20 anyway, and this fits a phone held upright.
SIDE = 280

_KEPT = "canvas.kept"


def draw(key: str, *, pen: int) -> Picture | None:
    """Show the canvas and return the drawing as it was after the last stroke.

    The drawing survives a change of page: whoever trains a network and comes back finds the same
    digit for it to read.

    Parameters
    ----------
    key : str
        The widget's key.
    pen : int
        Width of the stroke in pixels.

    Returns
    -------
    ndarray of shape (280, 280) or (280, 280, 3), uint8, or None
        None while the sheet is blank.
    """
    # It can only be imported where Streamlit runs.
    from streamlit_drawable_canvas import st_canvas

    kept = st.session_state.setdefault(f"{_KEPT}.{key}", {"objects": None, "picture": None})
    if key not in st.session_state:  # the page has just been opened
        kept["initial"] = kept["objects"]
    result = st_canvas(
        stroke_width=pen,
        stroke_color="#000000",
        background_color="#ffffff",
        initial_drawing=kept.get("initial"),
        height=SIDE,
        width=SIDE,
        return_image_data=True,
        key=key,
    )
    pixels = result.image_data
    if pixels is not None:
        kept["objects"], kept["picture"] = result.json_data, from_array(pixels)
    if not (kept["objects"] or {}).get("objects"):
        return None
    picture: Picture | None = kept["picture"]
    return picture
