"""The lessons' prose: Markdown files, one a page and language, cut into named parts.

A part starts with a line `<!-- part: name -->` and ends where the next one starts.
"""

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from lib.ui.language import _, current

LESSONS = Path(__file__).parents[2] / "assets" / "lessons"

_PART = re.compile(r"^<!-- part: ([a-z0-9-]+) -->$", re.MULTILINE)


def text(page: str, part: str) -> str:
    """Return one part of a page's lesson, in the reader's language.

    Parameters
    ----------
    page : str
        The lesson's file, without its ending.
    part : str
        The name of the part in that file.

    Raises
    ------
    LookupError
        When there is no such part; the tests see to it that this never reaches a reader.
    """
    file = LESSONS / current() / f"{page}.md"
    found = parts(file)
    if part not in found:
        raise LookupError(f"{file.name} has no part {part!r}, only {', '.join(found)}.")
    return found[part]


def show(page: str, part: str) -> None:
    """Show one part of a page's lesson."""
    st.markdown(text(page, part))


def try_this(page: str, part: str) -> None:
    """Show one part as something to do now: set apart from what there is to read."""
    title = _("Try this")
    with st.container(border=True, key=f"try-{page}-{part}", gap="xsmall"):
        st.markdown(f":primary[:material/experiment: **{title}**]")
        show(page, part)


def parts(file: Path) -> MappingProxyType[str, str]:
    """Return the parts of a lesson file by name, in their order.

    Raises
    ------
    ValueError
        When text stands before the first part, or two parts share a name.
    """
    return _split_file(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=128)
def _split_file(file: Path, edited: int) -> MappingProxyType[str, str]:
    """Read and split a file; `edited` makes an older state of the file a different key."""
    return split(file.read_text(encoding="utf-8"))


def split(source: str) -> MappingProxyType[str, str]:
    r"""Cut a lesson into its parts.

    Examples
    --------
    >>> dict(split("<!-- part: one -->\nFirst.\n\n<!-- part: two -->\nSecond.\n"))
    {'one': 'First.', 'two': 'Second.'}
    """
    before, *pieces = _PART.split(source)
    if before.strip():
        raise ValueError(f"Text before the first part: {before.strip()[:40]!r}")
    names = pieces[::2]
    if len(set(names)) < len(names):
        raise ValueError(f"Two parts share a name: {names}")
    bodies = (body.strip() for body in pieces[1::2])
    return MappingProxyType(dict(zip(names, bodies, strict=True)))
