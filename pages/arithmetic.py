"""Sizes and counts: what comes out of a layer, what it costs, and how that is worked out."""

import streamlit as st

from lib.ui import frame, lesson
from lib.ui.calculator import desk, layerchain, onelayer, turn
from lib.ui.language import _


def choose_view() -> desk.View:
    """Let the student choose one of three calculators."""
    names = {
        "layer": _("One layer"),
        "chain": _("A chain of layers"),
        "turn": _("Which settings?"),
    }
    return st.segmented_control(
        _("What to work out"),
        list(names),
        format_func=names.__getitem__,
        key=desk.VIEW_KEY,
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )


frame.enter()
st.title(_("Sizes and counts"))
lesson.show("arithmetic", "lead")
desk.open_link()
view = choose_view()
desk.desk().view = view
{"layer": onelayer.show, "chain": layerchain.show, "turn": turn.show}[view]()
desk.write_link()
lesson.show("arithmetic", "share")
