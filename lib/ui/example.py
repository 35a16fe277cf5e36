"""The examples of a stepper: which one is shown, what was changed in it, and both in the link."""

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from lib import links
from lib.convolution import ConvolutionSetting
from lib.errors import LabError
from lib.messages import N_
from lib.pooling import PoolingSetting
from lib.presets import Preset
from lib.ui import language
from lib.ui.language import _

AnySetting = TypeVar("AnySetting", ConvolutionSetting, PoolingSetting)

_PRESET, _EDIT = "preset", "edit"  # the query parameters


def choose(
    page: str, presets: Mapping[str, Preset[AnySetting]]
) -> tuple[Preset[AnySetting], AnySetting]:
    """Show the list of examples; return the chosen one and what the stepper starts from.

    The stepper starts from the link's changes when the page is opened by a link, and from where it
    was left when the reader comes back from another page.

    Parameters
    ----------
    page : str
        The page's name: the beginning of its widget keys.
    presets : mapping of str to Preset
        The first one is shown to begin with.
    """
    kept = st.session_state.setdefault(f"{page}.kept", {})
    key = f"{page}.preset"
    if key not in st.session_state:  # the page has just been opened
        _open(kept, presets)
        st.session_state[key] = kept[_PRESET]
    titles = {name: _(preset.title) for name, preset in presets.items()}
    name = st.selectbox(_("Example"), list(titles), format_func=titles.__getitem__, key=key)
    if name != kept[_PRESET]:
        kept.clear()
        kept.update({_PRESET: name, "start": presets[name].setting})
    if "problem" in kept:
        st.warning(language.problem(kept["problem"]), icon=":material/lightbulb:")
    return presets[name], kept["start"]


def remember(page: str, preset: Preset[AnySetting], setting: AnySetting) -> None:
    """Keep what the stepper shows, and put it into the link if it is short enough for one."""
    kept = st.session_state[f"{page}.kept"]
    kept["now"] = setting
    written = links.edits(preset.setting, setting)
    _link(_PRESET, preset.name)
    _link(_EDIT, written or "")
    if written is None:
        st.caption(_("There are too many changes for the link: it leads to the example alone."))
    else:
        st.caption(_("The link in your browser's address bar leads to just this setting."))


def _open(kept: dict[str, Any], presets: Mapping[str, Preset[AnySetting]]) -> None:
    """Begin with what the link asks for, else where the reader left off, else the first example."""
    linked = st.query_params.get(_PRESET)
    if linked is None and kept:
        kept["start"] = kept.get("now", kept["start"])
        return
    kept.clear()
    first = next(iter(presets))
    try:
        preset = _linked(linked, presets) if linked is not None else presets[first]
        kept.update({_PRESET: preset.name, "start": preset.setting})
        kept["start"] = links.apply(preset.setting, st.query_params.get(_EDIT, ""))
    except LabError as error:
        kept["problem"] = error
        kept.setdefault(_PRESET, first)
        kept.setdefault("start", presets[first].setting)


def _linked(name: str, presets: Mapping[str, Preset[AnySetting]]) -> Preset[AnySetting]:
    if name in presets:
        return presets[name]
    raise links.LinkError(
        N_('The link asks for an example "{received}", which does not exist. Choose one here.'),
        received=name[:40],
    )


def _link(parameter: str, value: str) -> None:
    """Set a query parameter, or take it out; the browser is told only of changes."""
    if st.query_params.get(parameter, "") == value:
        return
    if value:
        st.query_params[parameter] = value
    else:
        del st.query_params[parameter]
