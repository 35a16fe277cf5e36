"""The menu: every page of the lab, in the order in which a student meets them."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.ui.language import _


def pages() -> dict[str, list[StreamlitPage]]:
    """Return the pages by group, titled in the reader's language."""
    return {
        _("Start here"): [
            _page("start", _("Start"), "grid_on", default=True),
        ],
        _("A picture is numbers"): [
            _page("operations", _("Picture operations"), "tune"),
            _page("features", _("Hand-made features"), "architecture"),
        ],
        _("What a layer does"): [
            _page("convolution", _("Convolution"), "filter_center_focus"),
            _page("arithmetic", _("Sizes and counts"), "calculate"),
            _page("pooling", _("Pooling"), "compress"),
        ],
        _("Your network"): [
            _page("train", _("Train"), "model_training"),
            _page("predict", _("Predict"), "draw"),
        ],
    }


def _page(name: str, title: str, icon: str, *, default: bool = False) -> StreamlitPage:
    return st.Page(
        f"pages/{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=None if default else name,
        default=default,
    )
