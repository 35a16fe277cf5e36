import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from skimage.measure import block_reduce

from lib.arithmetic import ArithmeticSettingError
from lib.pooling import PoolingSetting, gradient, pool, winners
from lib.sliding import WindowError
from tests import oracles_arrays as oracles

LECTURE = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]

sides = st.tuples(st.integers(1, 9), st.integers(1, 9))
pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))
paddings = st.sampled_from(["valid", "same"])
modes = st.sampled_from(["max", "average", "min"])
seeds = st.integers(0, 999)


def image_of(seed, *shape):
    """Few different values, so that ties are common."""
    return np.random.default_rng(seed).integers(-3, 4, shape).astype(float)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("max", [[6, 8], [3, 4]]), ("average", [[3.25, 5.25], [2, 2]]), ("min", [[1, 2], [1, 0]])],
)
def test_the_lecture_s_example(mode, expected):
    assert pool(LECTURE, 2, mode=mode).tolist() == expected


@settings(max_examples=300, deadline=None)
@given(sides, pairs, pairs, paddings, modes, seeds)
def test_pool_is_the_naive_search(shape, size, stride, padding, mode, seed):
    assume(padding == "same" or (size[0] <= shape[0] and size[1] <= shape[1]))
    image = image_of(seed, *shape)
    options = {"stride": stride, "padding": padding, "mode": mode}
    values = pool(image, size, **options)
    expected = oracles.pooled(image, size, stride, padding, mode)
    assert dict(np.ndenumerate(values)) == pytest.approx({k: v for k, (v, _) in expected.items()})
    if mode != "average":
        places = winners(image, size, **options)
        assert {k: tuple(places[k]) for k in expected} == {k: p for k, (_, p) in expected.items()}


@settings(max_examples=200, deadline=None)
@given(sides, pairs, pairs, paddings, modes, seeds)
def test_gradient_flows_to_the_winner_or_to_all(shape, size, stride, padding, mode, seed):
    assume(padding == "same" or (size[0] <= shape[0] and size[1] <= shape[1]))
    image = image_of(seed, *shape)
    options = {"stride": stride, "padding": padding, "mode": mode}
    upstream = image_of(seed + 1, *pool(image, size, **options).shape)
    expected = np.zeros(shape)
    found = oracles.pooled(image, size, stride, padding, mode)
    for place, cells in oracles.pooling_cells(shape, size, stride, padding):
        for cell in cells if mode == "average" else [found[place][1]]:
            expected[cell] += upstream[place] / (len(cells) if mode == "average" else 1)
    back = gradient(image, upstream, size, **options)
    np.testing.assert_allclose(back, expected, atol=1e-12)
    assert back.sum() == pytest.approx(upstream.sum())


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), pairs, modes, seeds)
def test_scikit_image_agrees_where_windows_do_not_overlap(rows, columns, size, mode, seed):
    image = image_of(seed, rows * size[0], columns * size[1])
    function = {"max": np.max, "average": np.mean, "min": np.min}[mode]
    np.testing.assert_allclose(pool(image, size, mode=mode), block_reduce(image, size, function))


@pytest.mark.parametrize("mode", ["max", "average", "min"])
def test_every_channel_is_pooled_on_its_own(mode):
    image = image_of(4, 5, 6, 3)
    options = {"stride": 2, "padding": "same", "mode": mode}
    together = pool(image, 3, **options)
    apart = np.stack([pool(image[..., c], 3, **options) for c in range(3)], axis=-1)
    np.testing.assert_array_equal(together, apart)
    flows = [gradient(image[..., c], apart[..., c], 3, **options) for c in range(3)]
    np.testing.assert_allclose(gradient(image, together, 3, **options), np.stack(flows, axis=-1))
    if mode != "average":
        places = np.stack([winners(image[..., c], 3, **options) for c in range(3)], axis=2)
        np.testing.assert_array_equal(winners(image, 3, **options), places)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"padding": 1}, 'padding is 1, but pooling in Keras knows "valid" and "same" alone'),
        ({"mode": "median"}, 'mode is \'median\', but it must be "max", "average" or "min".'),
        ({"mode": []}, "mode is"),
        ({"stride": 0}, "stride is 0, but it must be a whole number of at least 1"),
    ],
)
def test_wrong_arguments(arguments, sentence):
    with pytest.raises(WindowError, match=sentence):
        pool(LECTURE, 2, **arguments)


def test_a_window_must_fit():
    with pytest.raises(ArithmeticSettingError, match="4 − 5 is negative"):
        pool(LECTURE, 5)


def test_a_mean_has_no_winner():
    with pytest.raises(WindowError, match="comes from all of it"):
        winners(LECTURE, 2, mode="average")


def test_an_upstream_gradient_of_another_shape():
    with pytest.raises(WindowError) as caught:
        gradient(LECTURE, [[1, 2, 3]], 2)
    assert str(caught.value) == (
        "The upstream gradient has the shape (1, 3), but the output has (2, 2)."
    )


def state(**changes):
    return PoolingSetting.of(LECTURE).to_state() | changes


def test_a_state_is_read_as_it_was_sent():
    setting = PoolingSetting.of(LECTURE, (2, 3), stride=1, padding="same", mode="min")
    assert PoolingSetting.from_state(setting.to_state()) == setting


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (7, "This is not a setting of the stepper: 7"),
        (state(extra=1), "This is not a setting"),
        (state(image=[[[float("inf")]]]), "A value of image is inf"),
        (state(size=[8, 1]), r"size is \[8, 1\], but it must be a whole number from 1 to 7"),
        (state(stride="2"), "stride is '2'"),
        (state(padding=0), "padding is 0"),
        (state(mode={}), "mode is {}"),
    ],
)
def test_what_a_browser_sends_is_not_trusted(wrong, sentence):
    with pytest.raises(WindowError, match=sentence):
        PoolingSetting.from_state(wrong)
