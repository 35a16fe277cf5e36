"""A pipeline as a script that gives the same arrays."""

import re
from collections.abc import Iterator, Sequence

from lib.operations.functions import Array
from lib.operations.pipeline import Result, Step

_IMPORTS = {"np": "import numpy as np", "ndi": "from scipy import ndimage as ndi"}
_SKIMAGE = ("color", "data", "exposure", "feature", "filters", "io", "transform", "util")


def script(load: str, results: Sequence[Result], steps: Sequence[Step]) -> str:
    """Return the script.

    Parameters
    ----------
    load : str
        The expression that loads the picture, such as `data.camera()`.
    results : sequence of Result
        The picture and what came of the steps.
    steps : sequence of Step
        As many as were done, at least.

    Returns
    -------
    str
        Python; the last picture is called `image`.
    """
    lines = [f"image = {load}", f"# {_described(results[0].picture)}"]
    lines += _body(results[1:], steps)
    return with_imports(lines)


def with_imports(lines: Sequence[str]) -> str:
    """Return a script of these lines, with the imports that they need before them."""
    return "\n".join([*_imports("\n".join(lines)), "", *lines, ""])


def _body(results: Sequence[Result], steps: Sequence[Step]) -> Iterator[str]:
    for number, (result, step) in enumerate(zip(results, steps, strict=False), 1):
        yield ""
        yield f"# {number}. {step.operation}: {_described(result.picture)}"
        yield from result.code


def _described(picture: Array) -> str:
    return f"{picture.dtype} {picture.shape}"


def _imports(code: str) -> Iterator[str]:
    used = set(re.findall(r"\b(\w+)\.", code))
    yield from (line for name, line in _IMPORTS.items() if name in used)
    modules = [name for name in _SKIMAGE if name in used]
    if modules:
        yield f"from skimage import {', '.join(modules)}"
