"""The stages of a convolutional network in a row, shown on one picture."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_stages = st.components.v2.component(
    "cnnlab.stages",
    html='<div class="stages"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def show(
    pixels: list[list[int]], captions: list[tuple[str, str]], *, answer: list[float], key: str
) -> None:
    """Show what a network does with a picture, from left to right.

    The picture, its convolution with four filters, the same after pooling, the parts that deeper
    filters look for, and the answer. The maps are worked out in the browser from `pixels`; the
    parts are cut from them.

    Parameters
    ----------
    pixels : list of list of int
        Rows of a grey picture, 0 to 255, 28 × 28.
    captions : list of tuple of str
        A title and a sentence for each of the five stages.
    answer : list of float
        The probabilities of the ten digits, as a network gave them.
    key : str
        The widget key.
    """
    _stages(
        key=key,
        data={
            "pixels": pixels,
            "answer": answer,
            "captions": [{"title": title, "text": text} for title, text in captions],
        },
    )
