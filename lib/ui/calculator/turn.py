"""The inverse question: which settings turn one size into another?"""

from itertools import groupby
from typing import Final

import streamlit as st

from lib.calculator.inverse import Ranges, Solution, solve
from lib.calculator.notation import Setting
from lib.calculator.single import OneLayer
from lib.ui import lesson
from lib.ui.calculator import desk
from lib.ui.calculator.desk import put
from lib.ui.calculator.sizetext import line, missed_pixels
from lib.ui.language import _, _n, number

_SHOWN: Final = 6


def show() -> None:
    """Ask for two sizes and show every setting that turns the one into the other."""
    lesson.show("arithmetic", "turn")
    start, goal = _sizes()
    desk.desk().turn = (start, goal)
    ranges = _ranges()
    found = solve(start, goal, ranges)
    st.markdown(
        "### "
        + _n(
            "**{n}** setting turns {start} into {goal}",
            "**{n}** settings turn {start} into {goal}",
            len(found),
        ).format(n=number(len(found)), start=start, goal=goal)
    )
    if not found:
        st.warning(
            _("None in these ranges. Allow larger kernels, strides or paddings."),
            icon=":material/lightbulb:",
        )
    for kind, group in groupby(found, key=lambda solution: solution.type):
        _family(kind, list(group))
    lesson.try_this("arithmetic", "turn-try")


def _sizes() -> tuple[int, int]:
    start, goal = desk.desk().turn
    version = desk.desk().version
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        return (
            _number(_("From a side of"), f"turn.{version}.start", start, 1, desk.MOST_TURN),
            _number(_("to a side of"), f"turn.{version}.goal", goal, 1, desk.MOST_TURN),
        )


def _ranges() -> Ranges:
    usual = Ranges()
    with st.expander(_("How far to look")):
        lesson.show("arithmetic", "turn-ranges")
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            return Ranges(
                kernel=_number(_("Kernel up to"), "turn.kernel", usual.kernel, 1, 16),
                stride=_number(_("Stride up to"), "turn.stride", usual.stride, 1, 16),
                padding=_number(_("Padding up to"), "turn.padding", usual.padding, 0, 8),
                dilation=_number(_("Dilation up to"), "turn.dilation", usual.dilation, 1, 8),
            )


def _number(label: str, key: str, value: int, least: int, most: int) -> int:
    st.session_state.setdefault(key, value)
    return st.number_input(label, least, most, key=key, width=150)


def _family(kind: str, solutions: list[Solution]) -> None:
    """Show the solutions of one kind of layer: the usual ones, the others on demand."""
    titles = {
        "Conv2D": _("Convolution"),
        "MaxPooling2D": _("Pooling"),
        "Conv2DTranspose": _("Transposed convolution"),
    }
    st.subheader(f"{titles[kind]} · {number(len(solutions))}", divider="gray")
    for index, solution in enumerate(solutions[:_SHOWN]):
        _solution(solution, index)
    rest = solutions[_SHOWN:]
    if rest:
        more = _("{n} more, less usual")
        with st.expander(more.format(n=number(len(rest)))):
            for index, solution in enumerate(rest, _SHOWN):
                _solution(solution, index)


def _solution(solution: Solution, index: int) -> None:
    transposed = solution.side.transposed
    nothing = _("every cell is painted") if transposed else _("nothing is lost")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(
            line(solution.side, pools=solution.type == "MaxPooling2D"),
            key=f"turn.load.{solution.type}.{index}",
            icon=":material/calculate:",
            help=_("Load it into the calculator"),
            width=330,
            on_click=put,
            kwargs={"layer": _as_layer(solution), "view": "layer"},
        )
        st.caption(missed_pixels(solution.side.slide(), transposed=transposed) or nothing)


def _as_layer(solution: Solution) -> OneLayer:
    """Return a solution as a layer for a square picture."""
    side = solution.side
    padding = side.padding if isinstance(side.padding, str) else (side.padding, side.padding)
    return OneLayer(
        (side.size, side.size, 1),
        Setting(
            solution.type,
            count=0 if solution.type == "MaxPooling2D" else 12,
            kernel=(side.kernel, side.kernel),
            stride=(side.stride, side.stride),
            padding=padding,
            dilation=(side.dilation, side.dilation),
        ),
    )
