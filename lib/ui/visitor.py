"""Who is looking, without a login: an unguessable id that one browser keeps for a year.

Runs belong to a visitor, so the id has to survive a reload and be the same in every tab. A cookie
does both. Streamlit reads cookies but cannot set them; a component without a face does that.
"""

import re
import secrets
from pathlib import Path

import streamlit as st

COOKIE = "cnnlab_visitor"

_ID = "visitor.id"
_KEY = "visitor-cookie"
_PATTERN = re.compile(r"[A-Za-z0-9_-]{22}")  # what token_urlsafe makes of 16 bytes

# Its style is not isolated because it hides the element that Streamlit wraps around it, which
# would otherwise take part in the page's spacing.
_keeper = st.components.v2.component(
    "cnnlab.visitor",
    css=f".st-key-{_KEY} {{ display: none; }}",
    js=Path(__file__).with_name("visitor.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def visitor_id() -> str:
    """Return the visitor's id: 22 letters, digits, hyphens and underscores."""
    if _ID not in st.session_state:
        st.session_state[_ID] = _from_cookie() or secrets.token_urlsafe(16)
    known: str = st.session_state[_ID]
    return known


def remember() -> None:
    """Have the browser keep the id. Called once in every run, on every page.

    Two tabs opened at once each start with an id of their own. Whichever writes its cookie first
    decides; the other one reports the cookie it found and goes by that.
    """
    if _from_cookie() is None:
        _keeper(
            key=_KEY,
            data={"cookie": COOKIE, "id": visitor_id()},
            default={"found": None},
            on_found_change=_adopt,
        )


def is_valid(candidate: object) -> bool:
    """Tell whether `candidate` looks like an id: cookies can be edited by their owner."""
    return isinstance(candidate, str) and _PATTERN.fullmatch(candidate) is not None


def _from_cookie() -> str | None:
    """Return the id that the browser sent when it connected, if it is one."""
    sent = st.context.cookies.get(COOKIE)
    return sent if is_valid(sent) else None


def _adopt() -> None:
    """Go by the id which another tab had given to this browser."""
    found = st.session_state[_KEY].get("found")
    if is_valid(found):
        st.session_state[_ID] = found
