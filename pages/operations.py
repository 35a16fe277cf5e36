"""Picture operations: a picture as numbers, and what can be done to them, step by step."""

import streamlit as st

from lib import operations
from lib.errors import PictureError
from lib.operations import OperationError, Run
from lib.ui import frame, language, lesson, operation_results, picture_source, pipeline
from lib.ui.components import channels, inspector
from lib.ui.language import _
from lib.ui.operation_results import Look
from lib.ui.picture_source import Given


def given() -> Given | None:
    """Return the chosen picture, or say why there is none."""
    try:
        source = picture_source.choose("operations.source")
    except PictureError as problem:
        st.warning(language.problem(problem), icon=":material/lightbulb:")
        return None
    if source is None:
        st.info(lesson.text("operations", "no-picture"), icon=":material/add_photo_alternate:")
    return source


def numbers(source: Given) -> None:
    """Show the picture as numbers."""
    inspector.show(
        source.picture,
        key="operations.inspector",
        name=source.name,
        otsu=operations.otsu(source.picture),
    )
    if source.reduced > 1:
        operation_results.say_reduced(source)
    lesson.try_this("operations", "numbers-try")
    with st.expander(_("The same in Python"), icon=":material/code:"):
        lesson.show("operations", "read")
        st.code(operations.inspection_code(source.load, source.picture), language="python")
        operation_results.offer_picture(source, key="operations.picture.inspection")


def stack(source: Given) -> None:
    """Show that a colour picture is three tables."""
    st.header(_("Three tables make a colour"), anchor="channels")
    words, figure = st.columns([2, 3], gap="medium")
    with words:
        lesson.show("operations", "channels")
        lesson.try_this("operations", "channels-try")
    with figure:
        if source.picture.ndim == 3:
            channels.show(source.picture, key="operations.channels")
        else:
            st.info(lesson.text("operations", "channels-grey"), icon=":material/filter_b_and_w:")


@st.fragment
def workshop(source: Given) -> None:
    """Show the pipeline; only this part runs again when a slider moves."""
    pipeline.show_menu()
    look = operation_results.choose_look()
    run = Run(source.picture)
    possible = True
    for index in range(len(pipeline.entries())):
        possible = card(run, index, look, possible)
    pipeline.keep_in_link()
    address = f"{picture_source.link(source)}{pipeline.PARAMETER}={pipeline.link()}"
    operation_results.show_end(source, run, look, address)


def card(run: Run, index: int, look: Look, possible: bool) -> bool:
    """Show one step; tell whether it could be done."""
    entry = pipeline.entries()[index]
    with st.container(border=True, key=f"operations-step-{entry['id']}"):
        pipeline.show_heading(index)
        left, middle, right = st.columns(3, gap="medium")
        with left:
            lesson.show("operations", f"op-{entry['step'].operation}")
            problem = pipeline.show_parameters(index)
        if problem is None and possible:
            try:
                run.do(entry["step"])
            except OperationError as error:
                problem = error
        if problem is not None or not possible:
            with middle:
                operation_results.say_problem(problem)
            return False
        before, after = run.results[-2:]
        with left:
            pipeline.show_facts(before, after)
        with middle:
            operation_results.show_picture(after, look)
        with right:
            operation_results.show_histogram(after, key=f"operations.histogram.{entry['id']}")
    return True


frame.enter()
st.title(_("Picture operations"))
lesson.show("operations", "lead")
chosen = given()
bad_link = pipeline.begin()
if chosen is not None:
    numbers(chosen)
    stack(chosen)
    st.header(_("A pipeline of operations"), anchor="pipeline")
    if bad_link is not None:
        operation_results.say_problem(bad_link)
    lesson.show("operations", "pipeline")
    lesson.try_this("operations", "pipeline-try")
    workshop(chosen)
    st.header(_("What the numbers mean"), anchor="conventions")
    lesson.show("operations", "conventions")
