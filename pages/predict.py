"""Predict: a digit drawn, uploaded or photographed, prepared step by step, read by a network."""

import streamlit as st

from lib import digits, pictures
from lib.errors import EngineError, LabError
from lib.ui import answer, canvas, frame, health, language, lesson, networks, preparation
from lib.ui.engine import engine
from lib.ui.language import _

DRAW, UPLOAD, CAMERA = "draw", "upload", "camera"


def source() -> pictures.Picture | None:
    """Let the student give a picture in one of three ways."""
    names = {DRAW: _("Draw"), UPLOAD: _("Upload"), CAMERA: _("Camera")}
    way = st.segmented_control(
        _("Where the digit comes from"),
        list(names),
        format_func=names.__getitem__,
        default=DRAW,
        required=True,
        key="predict.source",
        label_visibility="collapsed",
        width="stretch",
    )
    if way == DRAW:
        with st.container(height="content", key="predict-pen"):
            pen = st.slider(
                _("Pen"), 8, 36, 20, key="predict.pen", help=_("Width of the stroke in pixels")
            )
        return canvas.draw("predict.canvas", pen=pen)
    if way == UPLOAD:
        file = st.file_uploader(_("A picture: PNG, JPEG, WebP or BMP"), key="predict.upload")
    else:
        file = st.camera_input(_("Hold one digit on paper before the camera"), key="predict.camera")
    if file is None:
        return None
    picture = pictures.decode(file.getvalue(), file.name)
    st.image(picture, width=canvas.SIDE, caption=file.name if way == UPLOAD else None)
    return picture


def desk(network: str, waiting: bool) -> None:
    """Show everything that changes with a stroke; only this part runs again after one."""
    ready = engine().health == "ready"
    if ready == waiting:
        st.rerun()  # the page decides anew whether to look again by itself
    row = st.container(horizontal=True, gap="large")
    with row.container(width=canvas.SIDE + 20):
        prepared = given()
    with row.container(width="stretch", key="predict-answer"):
        if waiting:
            health.note()
        if prepared is None:
            lesson.try_this("predict", "first")
        elif ready:
            try:
                answer.show(network, prepared)
            except EngineError as error:
                st.info(language.problem(error), icon=":material/hourglass_top:")
    st.subheader(_("How your digit becomes one of MNIST's"), divider="gray")
    lesson.show("predict", "preparation")
    if prepared is None:
        preparation.show_switches()
    else:
        preparation.show(prepared.steps)
    lesson.try_this("predict", "switches")


def given() -> digits.Prepared | None:
    """Return the prepared digit, or say why there is none."""
    try:
        picture = source()
        return None if picture is None else digits.prepare(picture, **preparation.switches())
    except LabError as error:
        st.warning(language.problem(error), icon=":material/lightbulb:")
        return None


frame.enter()
st.title(_("Predict"))
lesson.show("predict", "lead")
chosen = networks.choose("predict.network")
still_waiting = engine().health != "ready"
st.fragment(desk, run_every=1.0 if still_waiting else None)(chosen, still_waiting)
st.subheader(_("The network that reads it"), divider="gray")
networks.show_card(chosen)
