"""Where a picture comes from: a sample, a digit, a file, the camera, the student's own hand."""

from dataclasses import dataclass

import streamlit as st

from lib import pictures, samples
from lib.errors import PictureError
from lib.operations import digest
from lib.pictures import Picture
from lib.ui import canvas, language
from lib.ui.language import _

PARAMETER = "picture"
"""The query parameter: the name of a sample, or `digit-5`."""

FILE = "picture.png"
"""What the shown code calls a picture that comes from no package."""

SAMPLE, DIGIT, UPLOAD, CAMERA, DRAWING = "sample", "digit", "upload", "camera", "drawing"


@dataclass(frozen=True, eq=False)
class Given:
    """A picture and where it comes from.

    Attributes
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
        What is worked on.
    name : str
        Tells it from others, for links and widgets.
    load : str
        The expression that loads it in the shown code.
    full : tuple of int
        Height and width as it was given, before it was reduced.
    reduced : int
        The side of the squares of pixels that became one; 1 if it was not reduced.
    """

    picture: Picture
    name: str
    load: str
    full: tuple[int, int]
    reduced: int = 1


def choose(key: str) -> Given | None:
    """Let the student choose a picture; None while there is none.

    Raises
    ------
    PictureError
        If what was given is no picture that can be used.
    """
    _begin(key)
    names = {SAMPLE: _("Sample"), DIGIT: _("Digit"), UPLOAD: _("Upload"), CAMERA: _("Camera"),
             DRAWING: _("Draw")}  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        way = st.segmented_control(
            _("Where the picture comes from"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=f"{key}.way",
            label_visibility="collapsed",
        )
        if way == SAMPLE:
            return _sample(key)
        if way == DIGIT:
            return _digit(key)
    st.query_params.pop(PARAMETER, None)
    if way == DRAWING:
        return _drawing(key)
    return _file(key, way)


def link(source: Given) -> str:
    """Return the beginning of a link that shows the picture again, if a link can do that."""
    named = source.name in samples.SAMPLES or source.name.startswith("digit-")
    return f"?{PARAMETER}={source.name}&" if named else "?"


def _begin(key: str) -> None:
    """Set the widgets to what the link says, or to what they were when the page was left."""
    kept = st.session_state.setdefault(f"{key}.kept", {"way": SAMPLE, SAMPLE: "chelsea", DIGIT: 5})
    if f"{key}.way" in st.session_state:
        return
    asked = st.query_params.get(PARAMETER)
    if asked is not None:
        problem = _take(asked, kept)
        if problem:
            st.warning(language.problem(problem), icon=":material/lightbulb:")
    st.session_state[f"{key}.way"] = kept["way"]


def _take(asked: str, kept: dict[str, object]) -> PictureError | None:
    """Keep what a link asks for, or return what is wrong with it."""
    if asked.startswith("digit-") and asked[6:] in list("0123456789"):
        kept.update({"way": DIGIT, DIGIT: int(asked[6:])})
        return None
    try:
        samples.sample(asked)
    except PictureError as problem:
        return problem
    kept.update({"way": SAMPLE, SAMPLE: asked})
    return None


def _sample(key: str) -> Given:
    kept = st.session_state[f"{key}.kept"]
    names = {name: _(sample.title) for name, sample in samples.SAMPLES.items()}
    name = st.selectbox(
        _("Sample picture"),
        list(names),
        index=list(names).index(kept[SAMPLE]),
        format_func=names.__getitem__,
        key=f"{key}.{SAMPLE}",
        label_visibility="collapsed",
        width=260,
    )
    kept.update({"way": SAMPLE, SAMPLE: name})
    st.query_params[PARAMETER] = name
    picture = samples.sample(name)
    return Given(picture, name, f"data.{name}()", picture.shape[:2])


def _digit(key: str) -> Given:
    kept = st.session_state[f"{key}.kept"]
    names = [_("MNIST, a {digit}").format(digit=label) for label in range(10)]
    label = st.selectbox(
        _("Digit"),
        range(10),
        index=kept[DIGIT],
        format_func=names.__getitem__,
        key=f"{key}.{DIGIT}",
        label_visibility="collapsed",
        width=260,
    )
    kept.update({"way": DIGIT, DIGIT: label})
    st.query_params[PARAMETER] = f"digit-{label}"
    picture = samples.digit(label)
    return Given(picture, f"digit-{label}", f'io.imread("{FILE}")', picture.shape[:2])


def _drawing(key: str) -> Given | None:
    picture = canvas.draw(f"{key}.{DRAWING}", pen=16)
    return None if picture is None else _foreign(picture)


def _file(key: str, way: str | None) -> Given | None:
    if way == UPLOAD:
        file = st.file_uploader(_("A picture: PNG, JPEG, WebP or BMP"), key=f"{key}.{UPLOAD}")
    else:
        file = st.camera_input(_("Take a picture"), key=f"{key}.{CAMERA}", width=420)
    return None if file is None else _foreign(pictures.decode(file.getvalue(), file.name))


def _foreign(picture: Picture) -> Given:
    small, reduced = samples.reduced(picture)
    small.setflags(write=False)
    name = digest(small).hex()
    return Given(small, name, f'io.imread("{FILE}")', picture.shape[:2], reduced)
