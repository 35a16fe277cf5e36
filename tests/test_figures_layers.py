"""Figures of layers: the right cells, colours around 0, pictures on one scale."""

import numpy as np
import pytest

from lib import figures_layers


def test_number_grid_writes_and_marks():
    figure = figures_layers.number_grid(
        np.array([[1.0, -2.5]]), limit=2.5, pixels=44, marked=[(0, 1)]
    )
    heat = figure.data[0]
    assert [list(row) for row in heat.text] == [["1", "−2.5"]]
    assert (heat.zmin, heat.zmax) == (-7.5, 7.5)
    (mark,) = figure.layout.shapes
    assert (mark.x0, mark.x1, mark.y0, mark.y1) == (0.5, 1.5, -0.5, 0.5)
    assert figure.layout.height == 44


@pytest.mark.parametrize(("values", "least"), [([[0.0, 2.0]], 0), ([[-1.0, 2.0]], -2)])
def test_feature_map_has_0_in_the_middle_of_a_signed_scale(values, least):
    heat = figures_layers.feature_map(np.array(values), limit=2.0, pixels=100).data[0]
    assert (heat.zmin, heat.zmax) == (least, 2)
    assert heat.z.tolist() == values


def test_feature_map_of_nothing_has_a_scale():
    assert figures_layers.feature_map(np.zeros((2, 2)), limit=0.0, pixels=90).data[0].zmax == 1


@pytest.mark.parametrize(("shape", "height"), [((4, 8), 50), ((9, 3), 200), ((1, 99), 10)])
def test_feature_map_is_as_high_as_its_shape_asks(shape, height):
    figure = figures_layers.feature_map(np.zeros(shape), limit=1.0, pixels=100)
    assert figure.layout.height == height


def test_vector_is_broken_into_lines():
    figure = figures_layers.vector(np.arange(18.0), marked=10)
    assert np.shape(figure.data[0].z) == (2, 9)
    assert figure.data[0].text[1][1].startswith("10<br>")
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].y0) == (0.5, 0.5)


def test_picture_row():
    row = figures_layers.picture_row(np.array([[[0.0, 1.0]], [[0.5, 4.0]]]), limit=1.0)
    assert row.tolist() == [[0, 255, 128, 128, 255]]
    assert row.dtype == np.uint8


def test_grey_keeps_colours():
    assert figures_layers.grey(np.ones((2, 2, 3)), 1.0).shape == (2, 2, 3)
    assert figures_layers.grey(np.ones((2, 2, 1)), 1.0).shape == (2, 2)
    assert figures_layers.grey(np.zeros((1, 1)), 0.0).tolist() == [[0]]
