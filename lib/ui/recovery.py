"""See to it that nobody is left with an empty window; `recovery.js` says when that could happen."""

from pathlib import Path

import streamlit as st

_KEY = "recovery"

# As the visitor's cookie, it has no face; see lib.ui.visitor.
_watcher = st.components.v2.component(
    "cnnlab.recovery",
    css=f".st-key-{_KEY} {{ display: none; }}",
    js=Path(__file__).with_name("recovery.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def watch() -> None:
    """Have the browser load a page again that was lost. Called once in every run."""
    _watcher(key=_KEY)
