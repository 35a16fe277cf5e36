"""The preparation of a digit, step by step, each step with its switch."""

from collections.abc import Callable

import streamlit as st

from lib.digits import Step
from lib.pictures import enlarged
from lib.ui.language import _

#: The steps that can be switched off, in their order; the argument names of `digits.prepare`.
SWITCHES = ("invert", "clean", "crop", "fit", "centre")

_KEY = "preparation"
_WIDTH = 140


def switches() -> dict[str, bool]:
    """Return which steps are on: the arguments for `lib.digits.prepare`."""
    return {name: st.session_state.get(f"{_KEY}.{name}", True) for name in SWITCHES}


def show(steps: tuple[Step, ...]) -> None:
    """Show each step as a small picture with its numbers, and its switch."""
    with st.container(horizontal=True, gap="small"):
        for index, step in enumerate(steps):
            with st.container(width=_WIDTH, gap="xsmall"):
                _switch(index + 1, step.name)
                st.image(enlarged(step.picture, _WIDTH), width=_WIDTH)
                st.caption(_CAPTIONS[step.name](step))


def show_switches() -> None:
    """Show the switches alone, while there is nothing to prepare."""
    with st.container(horizontal=True, gap="small"):
        for index, name in enumerate(("grey", *SWITCHES)):
            with st.container(width=_WIDTH):
                _switch(index + 1, name)


def _switch(number: int, name: str) -> None:
    title = f"{number} · {_title(name)}"
    if name not in SWITCHES:
        st.markdown(f"**{title}**")
        return
    st.toggle(f"**{title}**", value=True, key=f"{_KEY}.{name}")


def _title(name: str) -> str:
    titles = {
        "grey": _("Grey"),
        "invert": _("Invert"),
        "clean": _("Clean"),
        "crop": _("Crop"),
        "fit": _("Fit 20×20"),
        "centre": _("Centre"),
    }
    return titles[name]


def _grey(step: Step) -> str:
    return _("{height} × {width} pixels, one number each").format(**step.values)


def _invert(step: Step) -> str:
    if step.applied:
        return _("The border is light ({border:.0f}): 255 − pixel").format(**step.values)
    return _("Left as it is; the border is {border:.0f}").format(**step.values)


def _clean(step: Step) -> str:
    if not step.values:
        return _("Left as it is")
    return _("Paper to 0, ink to 255; threshold {threshold}, specks removed: {specks}").format(
        **step.values
    )


def _crop(step: Step) -> str:
    box = _("rows {top} to {bottom}, columns {left} to {right}").format(**step.values)
    return box if step.applied else _("Not cut; the ink is in {box}").format(box=box)


def _fit(step: Step) -> str:
    if step.applied:
        return _("{height} × {width}, proportions kept").format(**step.values)
    return _("{height} × {width}, stretched").format(**step.values)


def _centre(step: Step) -> str:
    if step.applied:
        return _("28 × 28; moved {shift down:+d} down, {shift right:+d} right").format(
            **step.values
        )
    return _("28 × 28; by its box, not by its mass").format(**step.values)


_CAPTIONS: dict[str, Callable[[Step], str]] = {
    "grey": _grey,
    "invert": _invert,
    "clean": _clean,
    "crop": _crop,
    "fit": _fit,
    "centre": _centre,
}
