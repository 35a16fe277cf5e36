"""Choose a picture to try a filter on."""

import streamlit as st

from lib import pictures, scenes
from lib.errors import LabError
from lib.samples import SAMPLES
from lib.scenes import Scene
from lib.ui import language
from lib.ui.language import _

_UPLOAD = "upload"
_DIGITS = tuple(f"digit-{label}" for label in (5, 0, 1, 2, 3, 4, 6, 7, 8, 9))


def choose(page: str) -> Scene:
    """Show the list of pictures and return the chosen one.

    Parameters
    ----------
    page : str
        The beginning of the widget keys.
    """
    titles = {name: _title(name) for name in (*_DIGITS, *SAMPLES, _UPLOAD)}
    chosen = st.selectbox(
        _("Picture"), list(titles), format_func=titles.__getitem__, key=f"{page}.picture"
    )
    if chosen in _DIGITS:
        return scenes.digit(int(chosen[-1]))
    if chosen in SAMPLES:
        return scenes.sample(chosen)
    return _uploaded(page) or scenes.digit(5)


def _uploaded(page: str) -> Scene | None:
    file = st.file_uploader(_("A picture: PNG, JPEG, WebP or BMP"), key=f"{page}.upload")
    if file is None:
        return None
    try:
        return scenes.upload(pictures.decode(file.getvalue(), file.name), file.name)
    except LabError as error:
        st.warning(language.problem(error), icon=":material/lightbulb:")
        return None


def _title(name: str) -> str:
    if name == _UPLOAD:
        return _("A picture of your own …")
    if name in SAMPLES:
        return _(SAMPLES[name].title)
    return _("MNIST: a handwritten {digit}").format(digit=name[-1])
