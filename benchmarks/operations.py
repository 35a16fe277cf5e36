"""A slider moved in a pipeline on a picture of one megapixel, against the bare scikit-image calls.

The steps before the slider's are in the lab's cache; the bare calls are those of the slider's step
and the ones after it, on arrays that are there already. Both take turns with the same values.
Last, a photograph of twelve megapixels: from its file to the copy that sliders work on.
"""

import io
import time
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image
from skimage import color, data, exposure, filters, transform, util

from benchmarks.report import Row, bounded, compared
from lib import operations
from lib.operations import step
from lib.operations.pipeline import Cache
from lib.pictures import decode
from lib.samples import reduced

TIMES = 31
LIMIT = 1.2
PHOTO_TIMES = 3
PHOTO_LIMIT = 3.0  # seconds, once for each photograph


def run() -> Iterator[Row]:
    """Move sliders in pipelines: near the end, in the middle, on a colour picture."""
    picture = megapixel()
    grey = color.rgb2gray(picture)
    blurred = filters.median(grey, np.ones((5, 5)))
    floats = util.img_as_float(picture)

    yield moved(
        "slider: gaussian after a slow median, then sobel_h",
        picture,
        lambda sigma: [step("grey"), step("median", size=5), step("gaussian", sigma=sigma),
                       step("sobel")],
        lambda sigma: filters.sobel_h(filters.gaussian(blurred, sigma)),
        np.linspace(1, 3, TIMES),
    )  # fmt: skip
    yield moved(
        "slider: rotate a grey picture",
        picture,
        lambda angle: [step("grey"), step("rotate", angle=angle)],
        lambda angle: transform.rotate(grey, angle),
        np.linspace(10, 60, TIMES),
    )
    yield moved(
        "slider: gamma in colour, then a gaussian",
        picture,
        lambda power: [step("float"), step("gamma", gamma=power), step("gaussian", sigma=1)],
        lambda power: filters.gaussian(exposure.adjust_gamma(floats, power), 1, channel_axis=-1),
        np.linspace(0.5, 2, TIMES),
    )
    yield bounded("a photograph of 12 megapixels made ready", list(photographs()), PHOTO_LIMIT)


def megapixel() -> np.ndarray:
    """Return a colour picture of shape (1000, 1000, 3), uint8."""
    picture = util.img_as_ubyte(transform.resize(data.astronaut(), (1000, 1000)))
    picture.setflags(write=False)  # as the lab's own samples are
    return picture


def moved(
    name: str,
    picture: np.ndarray,
    steps: Callable[[float], list[operations.Step]],
    bare: Callable[[float], np.ndarray],
    values: np.ndarray,
) -> Row:
    """Return the row of one slider; the results have to be the same."""
    cache = Cache()
    operations.run(picture, steps(0.777), cache)  # the page has been shown before the slider moves
    bare(0.777)
    baseline, ours = [], []
    for value in values.round(6).tolist():
        seconds, expected = timed(lambda value=value: bare(value))
        baseline.append(seconds)
        seconds, whole = timed(lambda value=value: operations.run(picture, steps(value), cache))
        ours.append(seconds)
        np.testing.assert_array_equal(whole.results[-1].picture, expected)
    return compared(name, baseline, ours, LIMIT)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return how many seconds something takes, and what it returns."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def photographs() -> Iterator[float]:
    """Yield the seconds from a JPEG of 3000 × 4000 to the copy that is worked on."""
    photo = Image.fromarray(megapixel()).resize((4000, 3000))
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG")
    for _ in range(PHOTO_TIMES):
        yield timed(lambda: reduced(decode(buffer.getvalue(), "photo.jpg")))[0]
