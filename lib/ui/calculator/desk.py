"""What the calculator holds: it outlives a change of page and goes into the address bar.

The address bar holds what is on screen: one layer, a chain, or an inverse question. What it holds
when the page is opened is not trusted.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, cast

import streamlit as st

from lib.calculator import chain, notation
from lib.calculator.chain import Chain, read_chain, write_chain
from lib.calculator.notation import NotationError, Setting
from lib.calculator.single import OneLayer
from lib.errors import LabError
from lib.messages import N_
from lib.ui.language import problem

View: TypeAlias = Literal["layer", "chain", "turn"]
VIEWS: Final[tuple[View, ...]] = ("layer", "chain", "turn")

DEFAULT_LAYER: Final = OneLayer((28, 28, 1), Setting("Conv2D", 12, kernel=(5, 5)))
DEFAULT_TURN: Final = (28, 14)
MOST_TURN: Final = notation.MOST_SIDE

VIEW_KEY: Final = "arithmetic.view"
"""The key of the widget that chooses the view; it is on the page whatever is shown."""

_KEY: Final = "arithmetic.desk"  # no widget's key, so it stays when another page is shown
_TURN: Final = re.compile(r"([1-9][0-9]{0,2})-([1-9][0-9]{0,2})")


@dataclass
class Desk:
    """The three things that the calculator works on, and which is on screen."""

    view: View = "layer"
    layer: OneLayer = DEFAULT_LAYER
    chain: Chain = chain.DEFAULT
    turn: tuple[int, int] = DEFAULT_TURN
    known: set[str] = field(default_factory=set)
    """Addresses that this page has read or written since it was opened."""
    version: int = 0
    """Counts what was put here other than by widgets, which then begin anew with it."""


def desk() -> Desk:
    """Return the visitor's desk."""
    found: Desk = st.session_state.setdefault(_KEY, Desk())
    return found


def put(**contents: Any) -> None:
    """Put a layer, a chain or a question on the desk; the widgets then show it."""
    for name, value in contents.items():
        setattr(desk(), name, value)
    desk().version += 1
    st.session_state[VIEW_KEY] = desk().view


def open_link() -> None:
    """Put on the desk what the address bar holds; say so if it cannot be read.

    To be called before the widgets. Whoever changes two numbers quickly sends the second one with
    the address from before the first: an address that this page wrote itself is no link.
    """
    here = desk()
    if VIEW_KEY not in st.session_state:  # the page has just been opened
        here.known.clear()
        st.session_state[VIEW_KEY] = here.view
    given = next((view for view in VIEWS if view in st.query_params), None)
    if given is None:
        return
    text = st.query_params[given]
    if _address(given, text) in here.known:
        return
    here.known.add(_address(given, text))
    try:
        put(**{given: _READERS[given](text), "view": given})
    except LabError as error:
        # Not what was on the desk before: a link leads everybody to the same.
        put(**{given: _DEFAULTS[given], "view": given})
        st.warning(problem(error), icon=":material/link_off:")


def write_link() -> None:
    """Keep the address bar up to date with what is on screen."""
    here = desk()
    text = {
        "layer": lambda: notation.write(here.layer.shape, (here.layer.setting,)),
        "chain": lambda: write_chain(here.chain),
        "turn": lambda: f"{here.turn[0]}-{here.turn[1]}",
    }[here.view]()
    here.known.add(_address(here.view, text))
    for view in VIEWS:
        if view != here.view and view in st.query_params:
            del st.query_params[view]
    if st.query_params.get(here.view) != text:
        st.query_params[here.view] = text


def _address(view: str, text: str) -> str:
    return f"{view}={text}"


def _read_layer(text: str) -> OneLayer:
    shape, layers = notation.read(text)
    if len(layers) != 1 or layers[0].type not in notation.WITH_WINDOW:
        raise NotationError(
            N_("The link should hold one convolution or pooling, such as 28x28x1_C12k5.")
        )
    return OneLayer(shape, layers[0])


def _read_turn(text: str) -> tuple[int, int]:
    found = _TURN.fullmatch(text)
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= min(sides) <= max(sides) <= MOST_TURN:
        raise NotationError(
            N_("The link should hold two sizes from 1 to {most}, such as 28-14."), most=MOST_TURN
        )
    return sides


_READERS: Final = {"layer": _read_layer, "chain": read_chain, "turn": _read_turn}
_DEFAULTS: Final = cast(
    dict[View, Any], {"layer": DEFAULT_LAYER, "chain": chain.DEFAULT, "turn": DEFAULT_TURN}
)
