"""The lecture's chain on pictures, against plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import chains, datasets
from lib.chains import Chain
from tests import oracles_layers


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    side=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    channels=st.sampled_from([1, 3]),
    rectifier=st.sampled_from(chains.RECTIFIERS),
    cutoff=st.sampled_from([0.0, 0.2, 1.0]),
    size=st.integers(1, 4),
    mode=st.sampled_from(["max", "average", "min"]),
)
def test_the_last_stage(seed, side, kernel, channels, rectifier, cutoff, size, mode):
    rng = np.random.default_rng(seed)
    picture = rng.random((*side, channels))
    kernels = rng.standard_normal((*kernel, channels, 2))
    chain = Chain(kernels, (0.5, -1.0), rectifier, cutoff, size, mode)
    expected = oracles_layers.chained(
        picture.tolist(), kernels.tolist(), [0.5, -1.0],
        rectifier=rectifier, cutoff=cutoff, size=size, mode=mode,
    )  # fmt: skip
    np.testing.assert_allclose(chain.run(picture)[-1].values, expected, rtol=1e-9, atol=1e-12)


def test_every_stage_is_kept_in_its_order():
    picture = np.eye(4)[..., None]
    stages = Chain(chains.named("edges_vertical")).run(picture)
    assert [stage.name for stage in stages] == [
        "picture", "convolution", "absolute", "cutoff", "pooling",
    ]  # fmt: skip
    assert [stage.values.shape for stage in stages] == [(4, 4, 1)] * 4 + [(2, 2, 1)]
    before, after = stages[1].values, stages[2].values
    assert (before < 0).any()
    assert np.array_equal(np.abs(before), after)
    assert stages[0].range == (0.0, 1.0)
    assert stages[1].limit == np.abs(before).max()


def test_steps_may_be_left_out():
    chain = Chain(chains.named("identity"), rectifier="none", cutoff=0.0, size=1)
    assert [stage.name for stage in chain.run(np.ones((2, 2, 1)))] == ["picture", "convolution"]


def test_the_fixed_filters_are_the_lectures():
    filters = chains.edge_kernels()
    assert filters.shape == (5, 5, 1, 2)
    assert (filters[..., 0, 0] * 23).round(9).tolist() == [
        [2, 1, 0, -1, -2],
        [3, 2, 0, -2, -3],
        [4, 3, 0, -3, -4],
        [3, 2, 0, -2, -3],
        [2, 1, 0, -1, -2],
    ]
    assert np.array_equal(filters[..., 0, 1], filters[..., 0, 0].T)


def test_nine_bars():
    nine = chains.bar_maps()
    assert (nine.pictures.shape, nine.maps.shape) == ((9, 28, 28), (9, 28, 28, 2))
    assert nine.pooled.shape == (9, 14, 14, 2)
    assert nine.labels == tuple(datasets.load("bars").labels[:9].tolist())
    assert nine.maps.min() == 0
    assert nine.limit == nine.maps.max() == nine.pooled.max()
    expected = oracles_layers.chained(
        nine.pictures[0, ..., None].tolist(), chains.edge_kernels().tolist(), [0, 0],
        rectifier="absolute", cutoff=0.2, size=2, mode="max",
    )  # fmt: skip
    np.testing.assert_allclose(nine.pooled[0], expected, atol=1e-12)


def test_the_two_filters_tell_the_classes_apart():
    nine = chains.bar_maps()
    upright, level = (nine.maps[..., each].sum(axis=(1, 2)) for each in (0, 1))
    for label, first, second in zip(nine.labels, upright, level, strict=True):
        ratio = first / second
        assert {0: ratio > 3, 1: ratio < 1 / 3, 2: 1 / 3 < ratio < 3}[label], (label, ratio)


@pytest.mark.parametrize(("mode", "line"), [
    ("max", "x = ops.max_pool(x, 2, 2, padding='same')"),
    ("average", "x = ops.average_pool(x, 2, 2, padding='same')"),
    ("min", "x = -ops.max_pool(-x, 2, 2, padding='same')"),
])  # fmt: skip
def test_code_names_the_pooling(mode, line):
    assert line in Chain(chains.named("mean"), mode=mode).to_code("picture = None")
