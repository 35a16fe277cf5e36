"""What pooling keeps: the disturbances, the two measures, and what the page says about them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import chains, scenes, stability
from lib.stability import Comparison, compare, halvings, noisy, shifted
from tests import oracles_layers

KERNEL = chains.named("edges_wide_vertical")[..., 0, 0]


@given(st.integers(1, 6), st.integers(1, 6), st.integers(-3, 3), st.integers(-3, 3))
def test_shifted(height, width, rows, columns):
    picture = np.arange(float(height * width)).reshape(height, width)
    moved = shifted(picture, rows, columns)
    for y in range(height):
        for x in range(width):
            row, column = min(max(y - rows, 0), height - 1), min(max(x - columns, 0), width - 1)
            assert moved[y, x] == picture[row, column]


def test_noise_has_the_strength_asked_for_and_comes_from_the_seed():
    picture = np.full((200, 200), 0.5)
    noise = noisy(picture, 0.2, 1) - picture
    assert noise.std() == pytest.approx(0.2, rel=0.02)
    assert abs(noise.mean()) < 0.005
    assert np.array_equal(noisy(picture, 0.2, 1), noisy(picture, 0.2, 1))
    assert not np.array_equal(noisy(picture, 0.2, 1), noisy(picture, 0.2, 2))


def test_measures_by_hand():
    comparison = Comparison(np.array([[3.0, 0.0], [4.0, 0.0]]), np.array([[3.1, 0.0], [4.0, 2.0]]))
    assert comparison.relative_difference == pytest.approx(np.hypot(0.1, 2) / 5)
    assert comparison.kept == pytest.approx(2 / 3)
    assert comparison.limit == 4


def test_empty_maps_are_kept_whole():
    nothing = Comparison(np.zeros((2, 2)), np.zeros((2, 2)))
    assert (nothing.relative_difference, nothing.kept) == (0.0, 1.0)


def test_without_a_disturbance_nothing_changes():
    picture = scenes.digit(5).values(1)[..., 0]
    for comparison in compare(picture, noisy(picture, 0.0, 1), KERNEL, 2).values():
        assert (comparison.relative_difference, comparison.kept) == (0.0, 1.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.integers(1, 4), st.sampled_from(["max", "average", "min"]))
def test_maps_and_pooling(seed, size, mode):
    picture = np.random.default_rng(seed).random((10, 11))
    kernel = np.array([[-1.0, 0.0, 1.0]])
    pair = compare(picture, shifted(picture, 1, 0), kernel, size)
    before = np.abs(picture[:, 2:] - picture[:, :-2])
    np.testing.assert_allclose(pair["map"].before, before)
    whole = before[: 10 // size * size, : 9 // size * size]
    expected = np.array(oracles_layers.pooled(whole[..., None].tolist(), size, mode))[..., 0]
    np.testing.assert_allclose(pair[mode].before, expected)


@pytest.mark.parametrize("label", range(10))
def test_max_pooling_notices_a_shift_less_than_the_map(label):
    """What the page asks the reader to watch for."""
    picture = scenes.digit(label).values(1)[..., 0]
    pair = compare(picture, shifted(picture, 0, 1), KERNEL, 2)
    differences = {name: each.relative_difference for name, each in pair.items()}
    assert differences["max"] < 0.85 * differences["map"]
    assert differences["max"] < differences["average"] < differences["map"] < differences["min"]
    assert pair["max"].kept > pair["map"].kept


@pytest.mark.parametrize("label", range(10))
def test_maximum_and_average_damp_noise_a_little_and_the_minimum_does_not(label):
    picture = scenes.digit(label).values(1)[..., 0]
    differences = {"map": [], "max": [], "average": [], "min": []}
    for seed in range(8):
        pair = compare(picture, noisy(picture, 0.2, seed), KERNEL, 2)
        for name, values in differences.items():
            values.append(pair[name].relative_difference)
    means = {name: np.mean(values) for name, values in differences.items()}
    assert max(means["average"], means["max"]) < means["map"] < means["min"]


def test_halvings():
    maps = halvings(scenes.digit(5).values(1)[..., 0], KERNEL)
    assert [each.shape for each in maps] == [(28, 28), (14, 14), (7, 7), (3, 3)]
    assert maps[1].max() == maps[0].max()


def test_limit_is_of_both():
    assert stability.Comparison(np.array([[1.0]]), np.array([[-3.0]])).limit == 3
