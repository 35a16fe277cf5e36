"""The reader's language: which one it is, the switch, and what is written in it.

The language is, in this order, the link's (`?lang=ko`), the one used earlier in this session, the
browser's, English. One that was chosen stays in the link, so that a link can be handed on; one that
was only guessed from the browser does not.
"""

from datetime import UTC, datetime
from typing import Any

import streamlit as st
from babel.dates import format_skeleton, format_time, get_timezone
from babel.numbers import format_decimal, format_percent

from lib.errors import LabError
from lib.translation import LANGUAGES, best_language, catalogue

PARAMETER = "lang"
"""The query parameter."""

_CHOSEN = "language.chosen"  # outlives page changes: it is no widget's key
_SWITCH = "language.switch"


def current() -> str:
    """Return the code of the reader's language, one of `LANGUAGES`."""
    linked = st.query_params.get(PARAMETER)
    if linked in LANGUAGES:
        return linked
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen or best_language(st.context.locale)


def link() -> dict[str, str]:
    """Return the query parameters that a link inside the app needs to keep a chosen language.

    Pass them to `st.page_link`: without them a link that is opened in a new tab starts in the
    browser's language.
    """
    chosen = st.session_state.get(_CHOSEN)
    return {PARAMETER: chosen} if chosen else {}


def choose() -> None:
    """Show the language switch, and keep a chosen language in the link.

    Called once in every run: a change of page empties the link's parameters.
    """
    _remember()
    st.session_state[_SWITCH] = current()
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        key=_SWITCH,
        format_func=LANGUAGES.__getitem__,
        on_change=_switch,
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )


def _remember() -> None:
    """Carry the language from the link into the session, or from the session into the link."""
    if st.query_params.get(PARAMETER) in LANGUAGES:
        st.session_state[_CHOSEN] = st.query_params[PARAMETER]
    elif _CHOSEN in st.session_state:
        st.query_params[PARAMETER] = st.session_state[_CHOSEN]


def _switch() -> None:
    """Take the reader's choice; the link goes first in `current`, so it changes with it."""
    chosen = st.session_state[_SWITCH]
    st.session_state[_CHOSEN] = chosen
    st.query_params[PARAMETER] = chosen


def _(message: str) -> str:
    """Translate `message`, a literal, into the reader's language."""
    return catalogue(current()).gettext(message)


def _n(singular: str, plural: str, n: int) -> str:
    """Translate the form that suits `n`; filling the gaps is left to the caller."""
    return catalogue(current()).ngettext(singular, plural, n)


def problem(error: LabError) -> str:
    """Return what an error says, in the reader's language."""
    return _(error.template).format(**error.values)


def number(value: float, digits: int | None = None) -> str:
    """Write a number as the reader does: 54,410.

    Parameters
    ----------
    value : float
    digits : int, optional
        Exactly so many decimals; at most three, and no zeros at the end, when left out.
    """
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=current())


def percent(share: float, digits: int = 1) -> str:
    """Write a share between 0 and 1 as per cent: 98.5%."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(share, format=pattern, locale=current())


def probability(share: float) -> str:
    """Write a network's probability: 98.52%, and never a whole 100%, which softmax never means."""
    if 0 < share < 0.0001:
        return "< " + percent(0.0001, 2)
    if share > 0.9999:
        return "> " + percent(0.9999, 2)
    return percent(share, 2)


def moment(seconds: float) -> str:
    """Write a moment as the reader's clock shows it: Nov 24, 13:02.

    Parameters
    ----------
    seconds : float
        Since the epoch.
    """
    when = datetime.fromtimestamp(seconds, UTC)
    zone = get_timezone(st.context.timezone or "UTC")
    day = format_skeleton("MMMd", when, tzinfo=zone, locale=current())
    return f"{day}, {format_time(when, 'HH:mm', tzinfo=zone, locale=current())}"


def duration(seconds: float) -> str:
    """Write a stretch of time in its two largest units: 45 s, 1 min 20 s, 2 h 5 min."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    values: dict[str, Any] = {"h": number(hours), "m": minutes_left, "s": rest}
    if hours:
        return _("{h} h {m} min").format(**values)
    if minutes:
        return _("{m} min {s} s").format(**values)
    return _("{s} s").format(**values)
