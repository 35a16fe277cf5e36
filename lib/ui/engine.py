"""The process's one engine. This file changes rarely: an edit of `engine` starts a second one."""

import os
import threading
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx

HEAD_START = 2.0
"""Seconds that the first page has for itself."""

if TYPE_CHECKING:
    from lib.engine.client import Engine


@st.cache_resource(show_spinner=False)
def engine() -> "Engine":
    """Return the engine, started by whoever asks first."""
    # Dask takes a second to import; the first page must not wait for it.
    from lib import settings
    from lib.engine.client import Engine
    from lib.engine.runs import RunStore

    chosen = settings.read({**_secrets(), **os.environ})
    return Engine(RunStore(chosen.store), chosen.scheduler).start()


@st.cache_resource(show_spinner=False)
def ensure() -> None:
    """Have the engine started in the background, once in the life of this process.

    A page that needs it before starts it at once. Otherwise the browser may draw the first page
    first: both want all of a small computer.
    """
    starter = threading.Timer(HEAD_START, engine)
    starter.daemon = True
    add_script_run_ctx(starter)
    starter.start()


def _secrets() -> dict[str, str]:
    """Return the app's secrets, none if there is no file of them."""
    if not st.secrets.load_if_toml_exists():
        return {}
    return {name: str(value) for name, value in st.secrets.items()}
