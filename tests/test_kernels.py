import numpy as np
import pytest
from scipy import ndimage
from skimage import data, filters

from lib.kernels import KERNELS, Kernel


def correlated(image, name):
    return ndimage.correlate(image, np.array(KERNELS[name].weights), mode="reflect")


@pytest.fixture(scope="module")
def camera():
    return data.camera()[100:164, 100:180] / 255


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=list(KERNELS))
def test_a_kernel_is_a_table_of_floats_with_a_name_and_a_source(kernel: Kernel):
    assert KERNELS[kernel.name] is kernel
    assert np.array(kernel.weights).shape == kernel.shape
    assert {type(value) for row in kernel.weights for value in row} == {float}
    assert kernel.title
    assert kernel.source


@pytest.mark.parametrize(
    "name",
    ["sobel_h", "sobel_v", "prewitt_h", "prewitt_v", "scharr_h", "scharr_v", "laplace"],
)
def test_kernels_correlate_to_what_scikit_image_computes(camera, name):
    expected = getattr(filters, name)(camera)
    np.testing.assert_allclose(correlated(camera, name), expected, atol=1e-14)


@pytest.mark.parametrize(
    ("name", "total"),
    [("identity", 1), ("mean", 1), ("blur_light", 1), ("blur_heavy", 1), ("emboss", 0),
     ("sharpen", 1), ("edges_vertical", 0), ("edges_wide_vertical", 0),
     ("edges_wide_horizontal", 0), ("laplace", 0), ("curve", 180)],
)  # fmt: skip
def test_sums(name, total):
    assert np.sum(KERNELS[name].weights) == pytest.approx(total, abs=1e-12)


def test_horizontal_kernels_are_the_vertical_ones_transposed():
    for name in ("sobel", "prewitt", "scharr"):
        vertical = np.array(KERNELS[f"{name}_v"].weights)
        assert (np.array(KERNELS[f"{name}_h"].weights) == vertical.T).all()
    wide = np.array(KERNELS["edges_wide_vertical"].weights)
    assert (np.array(KERNELS["edges_wide_horizontal"].weights) == wide.T).all()


def test_the_curve_answers_6600_to_the_lectures_patch():
    patch = np.array(
        [[0, 0, 0, 0, 0, 0, 30], [0, 0, 0, 0, 50, 50, 50], [0, 0, 0, 20, 50, 0, 0],
         [0, 0, 0, 50, 50, 0, 0], [0, 0, 0, 50, 50, 0, 0], [0, 0, 0, 50, 50, 0, 0],
         [0, 0, 0, 50, 50, 0, 0]]
    )  # fmt: skip
    assert (patch * np.array(KERNELS["curve"].weights)).sum() == 6600
