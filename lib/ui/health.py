"""An honest word on the engine, on the pages that need it."""

import streamlit as st

from lib.ui.engine import engine
from lib.ui.language import _


def note() -> bool:
    """Say so if the engine is not ready; return whether it is."""
    health = engine().health
    if health == "starting":
        st.info(
            _(
                "Keras is warming up; this takes about ten seconds after the start. You can go on "
                "here, the answer follows by itself."
            ),
            icon=":material/hourglass_top:",
        )
    elif health == "restarting":
        st.info(
            _("The engine is restarting and will be back in about ten seconds. Nothing is lost."),
            icon=":material/restart_alt:",
        )
    elif health == "down":
        st.warning(
            _(
                "The engine cannot be reached. It is tried again every few seconds; if this stays, "
                "tell whoever runs this lab."
            ),
            icon=":material/cloud_off:",
        )
    return health == "ready"


@st.fragment(run_every=1.0)
def wait() -> None:
    """Show the note until the engine is ready, then run the page again."""
    if note():
        st.rerun()
