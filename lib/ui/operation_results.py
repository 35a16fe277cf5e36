"""What the steps of a pipeline made: pictures, histograms, code, files."""

import io
from dataclasses import dataclass

import numpy as np
import streamlit as st

from lib import figures_pictures, operations
from lib.operations import Result, Run, Shown, Signed
from lib.pictures import Picture, enlarged, to_png
from lib.ui import language, lesson, picture_source
from lib.ui.components import compare
from lib.ui.language import _, number
from lib.ui.picture_source import Given

_HEIGHT = 220  # pixels, of a step's picture and of its histogram
_WIDEST = 360


@dataclass(frozen=True)
class Look:
    """How numbers that are no brightness are shown."""

    signed: Signed
    stretch: bool

    def of(self, result: Result) -> Shown:
        """Return the picture for the screen."""
        return operations.shown(result.picture, self.signed, self.stretch)


def choose_look() -> Look:
    """Let the student choose how numbers that are no brightness are shown."""
    names: dict[Signed, str] = {
        "colour": _("in colours"),
        "absolute": _("no sign"),
        "centred": _("0 = grey"),
    }
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        signed = st.segmented_control(
            _("Show negative numbers"),
            list(names),
            format_func=names.__getitem__,
            default="colour",
            required=True,
            key="operations.signed",
            help=lesson.text("operations", "signed"),
        )
        stretch = st.toggle(
            _("Stretch to black … white"),
            key="operations.stretch",
            help=lesson.text("operations", "stretch"),
        )
    return Look(signed, stretch)


def show_picture(result: Result, look: Look) -> None:
    """Show what a step made, and how it came to the screen."""
    shown = look.of(result)
    height, width = shown.picture.shape[:2]
    wide = max(40, min(_WIDEST, round(_HEIGHT * width / height)))
    st.image(screen(shown.picture), width=wide)
    st.caption(_how(shown))


def screen(picture: Picture) -> Picture:
    """Bring a picture to about the size at which it is shown."""
    return enlarged(operations.fitted(picture, 2 * _WIDEST), _HEIGHT)


def _how(shown: Shown) -> str:
    ends = {"low": number(shown.low), "high": number(shown.high)}
    sentences = {
        "as it is": _("0 is black, 255 is white"),
        "bits": _("False is black, True is white"),
        "times 255": _("0 is black, 1 is white"),
        "stretched": _("{low} is black, {high} is white"),
        "absolute": _("the sign dropped; 0 is black, {high} is white"),
        "centred": _("{low} is black, 0 mid-grey, {high} white"),
        "colour": _("{low} is orange, 0 pale, {high} teal"),
    }
    return sentences[shown.how].format(**ends)


def show_histogram(result: Result, key: str) -> None:
    """Show how many pixels have which value."""
    borders, series = result.histogram
    names = [_("R"), _("G"), _("B")] if len(series) == 3 else [_("Grey")]
    st.plotly_chart(
        figures_pictures.histogram(borders, series, names, _("Pixels"), height=_HEIGHT),
        key=key,
        config={"displayModeBar": False},
    )


def say_reduced(source: Given) -> None:
    """Say that it is a smaller copy of the picture that is worked on."""
    height, width = source.full
    st.info(
        _(
            "Your picture has {height} × {width} pixels. So that sliders stay quick, the lab works"
            " on a copy of {small_height} × {small_width}: each of its pixels is the mean of"
            " {side} × {side}. Downloads hold the copy, too."
        ).format(
            height=height,
            width=width,
            small_height=source.picture.shape[0],
            small_width=source.picture.shape[1],
            side=source.reduced,
        ),
        icon=":material/photo_size_select_large:",
    )


def offer_picture(source: Given, key: str) -> None:
    """Offer the picture that the code loads, if it comes from no package."""
    if picture_source.FILE not in source.load:
        return
    st.download_button(
        _("The picture for this code ({file})").format(file=picture_source.FILE),
        lambda: to_png(source.picture),
        picture_source.FILE,
        "image/png",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def show_end(source: Given, run: Run, look: Look, address: str) -> None:
    """Show the first picture against the last, the code, the files and the link."""
    last = run.results[-1]
    shown = look.of(last).picture
    st.subheader(_("Before and after"), divider="gray")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        compare.show(look.of(run.results[0]).picture, shown, key="operations.compare")
    with right:
        lesson.try_this("operations", "compare-try")
        st.download_button(
            _("Result as a picture (PNG)"),
            lambda: to_png(shown),
            "result.png",
            "image/png",
            icon=":material/image:",
            on_click="ignore",
            key="operations.png",
            width="stretch",
        )
        st.download_button(
            _("Result as numbers (.npy)"),
            lambda: _npy(last),
            "result.npy",
            "application/octet-stream",
            icon=":material/data_array:",
            on_click="ignore",
            key="operations.npy",
            width="stretch",
        )
        lesson.show("operations", "files")
    st.subheader(_("The same with scikit-image"), divider="gray")
    st.code(operations.script(source.load, run.results, run.steps), language="python")
    offer_picture(source, key="operations.picture.script")
    st.subheader(_("Hand it on"), divider="gray")
    lesson.show("operations", "share")
    st.code(address, language=None, wrap_lines=True)


def _npy(result: Result) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, result.picture, allow_pickle=False)
    return buffer.getvalue()


def say_problem(problem: operations.OperationError | None) -> None:
    """Say why a step cannot be done, or that it waits for one that cannot."""
    if problem is None:
        st.info(_("This step waits for the one before it."), icon=":material/hourglass_empty:")
    else:
        st.warning(language.problem(problem), icon=":material/lightbulb:")
