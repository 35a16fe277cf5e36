"""The first page: what the lab is, where to begin, and the one idea behind everything."""

import streamlit as st

from lib.ui import digit, frame, language, lesson
from lib.ui.components import lens, stages
from lib.ui.language import _


def hero() -> None:
    st.title(_("How does a computer read your handwriting?"), anchor=False)
    lesson.show("start", "welcome")


def step(number: int, part: str, page: str, link: str, icon: str) -> None:
    """Show one step of the story, with the link that leads there."""
    with st.container(border=True, height="stretch", key=f"step-{part}"):
        st.markdown(f"### :primary[{number}] &nbsp;{lesson.text('start', f'{part}-title')}")
        with st.container(height="stretch"):
            lesson.show("start", part)
        st.page_link(page, label=link, icon=icon, query_params=language.link())


def steps() -> None:
    first, second, third = st.columns(3)
    with first:
        step(1, "draw", "pages/predict.py", _("Draw a digit"), ":material/draw:")
    with second:
        step(2, "train", "pages/train.py", _("Train a network"), ":material/model_training:")
    with third:
        step(3, "again", "pages/predict.py", _("Draw on your network"), ":material/refresh:")


def way(page: str, label: str, icon: str) -> None:
    """Show a link to the page that says more."""
    st.page_link(
        f"pages/{page}.py",
        label=label,
        icon=f":material/{icon}:",
        query_params=language.link(),
        width="content",
    )


def numbers() -> None:
    st.header(_("A picture is an array of numbers"), anchor="numbers")
    words, figure = st.columns([2, 3], gap="medium")
    with words:
        lesson.show("start", "numbers")
        lesson.try_this("start", "numbers-try")
        way("operations", _("Look into any picture"), "tune")
    with figure:
        lens.show(digit.pixels(), key="start.lens", start=(8, 10))


def network() -> None:
    st.header(_("Lines, then parts, then the whole"), anchor="network")
    lesson.show("start", "network")
    captions = [
        (_("Picture"), lesson.text("start", "stage-picture")),
        (_("Convolution"), lesson.text("start", "stage-convolution")),
        (_("Pooling"), lesson.text("start", "stage-pooling")),
        (_("The same again"), lesson.text("start", "stage-again")),
        (_("Fully connected, softmax"), lesson.text("start", "stage-answer")),
    ]
    stages.show(digit.pixels(), captions, answer=digit.answer(), key="start.stages")
    lesson.show("start", "closer")
    with st.container(horizontal=True, key="start-ways"):
        way("features", _("Features made by hand"), "architecture")
        way("convolution", _("Convolution, step by step"), "filter_center_focus")
        way("arithmetic", _("Sizes and counts"), "calculate")
        way("pooling", _("Pooling"), "compress")


frame.enter()
hero()
steps()
numbers()
network()
