"""The bars: made from a seed, balanced, unlike each other, and each what it claims to be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import datasets
from lib.datasets import bars

UPRIGHT, LEVEL, CROSS = range(3)


def spread(picture):
    """Return the standard deviation of the ink's rows and of its columns, in pixels."""
    weights = picture.astype(float)
    rows, columns = np.indices(picture.shape)
    return tuple(
        np.sqrt(np.average((place - np.average(place, weights=weights)) ** 2, weights=weights))
        for place in (rows, columns)
    )


@pytest.mark.parametrize(("part", "count"), [("train", 90), ("test", 300)])
def test_part(part, count):
    data = datasets.load("bars", part)
    info = datasets.describe("bars")
    assert (data.images.shape, data.images.dtype) == ((count, 28, 28, 1), np.uint8)
    assert (data.labels.shape, data.labels.dtype) == ((count,), np.int64)
    assert np.bincount(data.labels).tolist() == [count // 3] * 3
    assert data.class_names == info.class_names == ("upright bar", "level bar", "cross")
    assert getattr(info, part) == count
    assert info.image_shape == data.images.shape[1:]


@pytest.mark.parametrize("part", ["train", "test"])
def test_every_picture_is_what_its_label_says(part):
    data = datasets.load("bars", part)
    for picture, label in zip(data.images[..., 0], data.labels, strict=True):
        down, right = spread(picture)
        if label == UPRIGHT:
            assert down > 2.5 * right
        elif label == LEVEL:
            assert right > 2.5 * down
        else:
            assert 0.4 < down / right < 2.5
            assert min(np.ptp(np.argwhere(picture > 0), axis=0)) >= 10


def test_light_ink_on_black_with_soft_edges_and_room_around_it():
    images = datasets.load("bars").images
    assert (images.max(axis=(1, 2, 3)) > 150).all()
    assert (images == 0).mean(axis=(1, 2, 3)).min() > 0.75
    assert len(np.unique(images)) > 100
    assert (np.count_nonzero(images, axis=(1, 2, 3)) > 12).all()


def test_no_two_are_alike():
    both = np.concatenate([datasets.load("bars", part).images for part in ("train", "test")])
    assert len(np.unique(both.reshape(len(both), -1), axis=0)) == len(both)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_the_same_seed_draws_the_same_and_any_number_is_balanced(count, seed):
    images, labels = bars.draw(count, seed)
    more, more_labels = bars.draw(count + 1, seed)
    assert np.array_equal(images, more[:count])
    assert np.array_equal(labels, more_labels[:count])
    counts = np.bincount(labels, minlength=3)
    assert counts.max() - counts.min() <= 1


def test_the_first_nine_hold_three_of_each():
    assert sorted(datasets.load("bars").labels[:9].tolist()) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_another_seed_draws_others():
    assert not np.array_equal(bars.draw(3, 1)[0], bars.draw(3, 2)[0])
