"""What goes in and what comes out, in large; and what it costs, with the sums written out."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_sizes = st.components.v2.component(
    "cnnlab.sizes",
    html='<div class="sizes"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Card:
    """A quantity: what it is, how much, and how that comes about ("" to leave it out)."""

    label: str
    value: str
    sum: str = ""
    note: str = ""


def headline(before: Card, after: Card, *, possible: bool, key: str) -> None:
    """Show what goes in and what comes out.

    Parameters
    ----------
    before, after : Card
        Label and value of the two sides.
    possible : bool
        False marks what comes out as impossible.
    key : str
        The widget key.
    """
    _sizes(
        key=key,
        data={
            "headline": [_plain(before), _plain(after)],
            "possible": possible,
            "cards": [],
        },
    )


def cards(shown: list[Card], *, key: str) -> None:
    """Show quantities side by side, each with its sum."""
    _sizes(key=key, data={"headline": [], "possible": True, "cards": [_plain(c) for c in shown]})


def _plain(card: Card) -> dict[str, str]:
    return {"label": card.label, "value": card.value, "sum": card.sum, "note": card.note}
