"""Flatten, against the order in which a nested list is written."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib import flatten
from tests import oracles_layers

SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))


@given(SHAPES)
def test_order_and_places(shape):
    values = np.arange(np.prod(shape), dtype=float).reshape(shape)
    vector = flatten.flatten(values)
    assert vector.tolist() == oracles_layers.flattened(values.tolist())
    for index in range(values.size):
        place = flatten.place(index, shape)
        assert values[place.row, place.column, place.channel] == vector[index]


def test_the_lectures_example():
    vector = flatten.flatten(flatten.example(1)).tolist()
    assert vector == [1, 24, 9, 4, 11, 52, 54, 32, 15]


def test_two_channels_alternate():
    assert flatten.flatten(flatten.example(2))[:4].tolist() == [1, 101, 24, 124]
