"""See to it that a page is shown inside the app's frame."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def enter() -> None:
    """Send a page that was started without its frame through `app.py`. The first call of a page.

    Streamlit takes a folder called `pages` for its older kind of multipage app until
    `st.navigation` has been called once. So when the first link that a fresh server gets leads
    to a page, the page runs alone: without language, theme, menu or visitor.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
