"""A step is computed once, and the pictures kept do not fill the memory."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from lib import samples
from lib.operations import Run, catalogue, digest, pipeline, run, step
from lib.operations.pipeline import Cache

NOISE = np.random.default_rng(0).integers(0, 256, (40, 50), np.uint8)


@pytest.fixture
def calls(monkeypatch):
    """Count how often each operation is carried out."""
    counted = []

    def counting(operation):
        def carried_out(image, **values):
            counted.append(operation.name)
            return operation.run(image, **values)

        return replace(operation, run=carried_out)

    table = {name: counting(operation) for name, operation in catalogue.OPERATIONS.items()}
    monkeypatch.setattr(pipeline, "OPERATIONS", MappingProxyType(table))
    return counted


def test_a_step_that_did_not_change_is_not_computed_again(calls):
    cache = Cache()
    steps = [step("grey"), step("gaussian", sigma=1), step("sobel"), step("absolute")]
    run(NOISE, steps, cache)
    assert calls == ["grey", "gaussian", "sobel", "absolute"]
    calls.clear()
    run(NOISE, steps, cache)
    assert calls == []
    run(NOISE, [*steps[:2], step("sobel", direction="vertical"), steps[3]], cache)
    assert calls == ["sobel", "absolute"]
    calls.clear()
    run(NOISE, [steps[0], step("gaussian", sigma=2), *steps[2:]], cache)
    assert calls == ["gaussian", "sobel", "absolute"]
    calls.clear()
    run(NOISE, steps, cache)  # moved back: it is still there
    assert calls == []


def test_another_picture_is_another_pipeline(calls):
    cache = Cache()
    run(NOISE, [step("invert")], cache)
    run(255 - NOISE, [step("invert")], cache)
    run(NOISE.reshape(50, 40), [step("invert")], cache)
    assert calls == ["invert"] * 3


def test_order_matters(calls):
    cache = Cache()
    steps = [step("flip"), step("rotate")]
    one = run(NOISE, steps, cache).results[-1].picture
    other = run(NOISE, steps[::-1], cache).results[-1].picture
    assert len(calls) == 4
    assert not np.array_equal(one, other)


def test_memory_is_bounded_and_the_oldest_goes_first(calls):
    cache = Cache(most_bytes=3 * NOISE.nbytes)
    steps = [step("flip"), step("invert"), step("flip"), step("invert")]
    run(NOISE, steps, cache)
    assert cache.bytes == 3 * NOISE.nbytes
    assert len(cache) == 3
    calls.clear()
    run(NOISE, steps[:1], cache)
    assert calls == ["flip"]


def test_what_is_larger_than_the_memory_is_not_kept(calls):
    cache = Cache(most_bytes=10)
    whole = run(NOISE, [step("invert")], cache)
    np.testing.assert_array_equal(whole.results[-1].picture, 255 - NOISE)
    assert (len(cache), cache.bytes) == (0, 0)


def test_the_longest_pipeline_on_the_largest_picture_fits():
    floats = 8 * 3 * samples.MOST_PIXELS
    assert pipeline.MOST_STEPS * floats <= pipeline.CACHE_BYTES


def test_a_crop_does_not_keep_the_whole_picture_in_memory():
    result = run(NOISE, [step("crop"), step("flip")], Cache()).results
    assert all(each.picture.base is None for each in result[1:])


def test_an_impossible_step_leaves_the_run_as_it_was():
    half = Run(NOISE, Cache())
    half.do(step("laplace"))
    with pytest.raises(pipeline.OperationError):
        half.do(step("gamma"))
    assert (len(half.results), len(half.steps)) == (2, 1)


def test_digests_tell_shapes_and_types_apart():
    zeros = np.zeros((4, 6), np.uint8)
    others = [zeros.reshape(6, 4), zeros.view(bool), zeros + np.uint8(1), zeros[:, :5]]
    assert len({digest(picture) for picture in [zeros, *others]}) == 5
    assert digest(zeros) == digest(np.zeros((4, 12), np.uint8)[:, ::2])


def test_a_digest_is_kept_only_for_what_cannot_change():
    picture = np.zeros((4, 6), np.uint8)
    first = digest(picture)
    picture[0, 0] = 1
    assert digest(picture) != first
    picture.setflags(write=False)
    assert digest(picture) == digest(picture)
    assert id(picture) in pipeline._DIGESTS
    number = id(picture)
    del picture
    assert number not in pipeline._DIGESTS
