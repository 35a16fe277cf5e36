"""Whose runs these are: a visitor sees their own, and those whose link they were given."""

import streamlit as st

from lib.engine.runs import owner_key
from lib.errors import RunError
from lib.ui.engine import engine
from lib.ui.language import problem
from lib.ui.visitor import visitor_id

PARAMETER = "run"
"""The query parameter that names a run."""

_GIVEN = "owner.given"


def owner() -> str:
    """Return the key under which the store knows the visitor."""
    return owner_key(visitor_id())


def is_own(run_id: str) -> bool:
    """Tell whether a run is the visitor's: only they may stop it."""
    return engine().store.request(run_id).owner == owner()


def linked() -> str | None:
    """Return the run that the link names; say so if it names one that does not exist."""
    run_id = st.query_params.get(PARAMETER)
    if run_id is None:
        return None
    try:
        engine().store.request(run_id)
    except RunError as error:
        st.warning(problem(error), icon=":material/link_off:")
        del st.query_params[PARAMETER]
        return None
    given = st.session_state.setdefault(_GIVEN, [])
    if run_id not in given:
        given.append(run_id)
    return run_id


def runs() -> list[str]:
    """Return the ids of the visitor's runs, the newest first, then those given by a link."""
    own = engine().store.owned_by(owner())
    given = st.session_state.get(_GIVEN, [])
    return own + [run_id for run_id in given if run_id not in own]
