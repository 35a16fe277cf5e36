import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import signal

from lib.arithmetic import ArithmeticSettingError
from lib.convolution import ConvolutionSetting, correlate, padded
from lib.sliding import WindowError
from tests import oracles_arrays as oracles

LECTURE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
CROSS = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]

pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))
values = st.integers(-9, 9) | st.floats(-100, 100)
paddings = st.sampled_from(["valid", "same"]) | st.integers(0, 4)


def random(seed, *shape):
    return np.random.default_rng(seed).normal(0, 3, shape)


def test_the_lecture_s_example():
    setting = ConvolutionSetting.of(LECTURE, CROSS)
    assert setting.output()[..., 0].tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_the_lecture_s_blur():
    blur = np.full((3, 3), 0.11)
    blur[1, 1] = 0.12
    patch = [[91, 46, 35], [141, 140, 135], [156, 153, 153]]
    assert ConvolutionSetting.of(patch, blur).output() == pytest.approx(116.9)


@settings(max_examples=400, deadline=None)
@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)), st.tuples(st.integers(1, 7), pairs),
    pairs, pairs, pairs, paddings, st.integers(0, 999),
)  # fmt: skip
def test_correlate_is_the_naive_sum(shape, kernel, channels, stride, dilation, padding, seed):
    image = random(seed, *shape, channels[0])
    kernels = random(seed + 1, kernel[0], kernel[1][0], *channels)
    bias = random(seed + 2, channels[1])
    reaches = [(k - 1) * d + 1 for k, d in zip(kernels.shape[:2], dilation, strict=True)]
    counts = [
        oracles.zeros_before(size, reach, step, padding)[1]
        for size, reach, step in zip(shape, reaches, stride, strict=True)
    ]
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    if 0 in counts:
        with pytest.raises(ArithmeticSettingError, match="is negative"):
            correlate(image, kernels, **options)
        return
    expected = oracles.correlation(image, kernels, stride, padding, dilation, bias)
    np.testing.assert_allclose(
        correlate(image, kernels, bias=bias, **options), expected, rtol=1e-9, atol=1e-9
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), pairs, st.integers(0, 999))
def test_scipy_agrees(height, width, kernel, seed):
    assume(kernel[0] <= height and kernel[1] <= width)
    image, weights = random(seed, height, width), random(seed + 1, *kernel)
    setting = ConvolutionSetting.of(image, weights)
    np.testing.assert_allclose(
        setting.output()[..., 0], signal.correlate2d(image, weights, "valid"), atol=1e-9
    )
    turned = ConvolutionSetting.of(image, weights, flip=True)
    np.testing.assert_allclose(
        turned.output()[..., 0], signal.convolve2d(image, weights, "valid"), atol=1e-9
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 9), pairs, pairs, paddings, st.integers(0, 9))
def test_padded_surrounds_the_image_with_zeros(size, kernel, stride, padding, seed):
    image = random(seed, size, size)
    assume(padding == "same" or size >= max(kernel))
    wide, (top, bottom, left, right) = padded(image, kernel, stride=stride, padding=padding)
    assert wide.shape == (size + top + bottom, size + left + right)
    np.testing.assert_array_equal(wide[top : top + size, left : left + size], image)
    assert math.isclose(np.abs(wide).sum(), np.abs(image).sum())


def test_one_channel_s_products_are_added_to_the_other_s():
    image, kernels = random(1, 5, 6, 3), random(2, 3, 2, 3, 4)
    apart = [correlate(image[..., c : c + 1], kernels[:, :, c : c + 1]) for c in range(3)]
    np.testing.assert_allclose(correlate(image, kernels), sum(apart), atol=1e-12)


def test_shapes_must_go_together():
    with pytest.raises(WindowError) as caught:
        correlate(np.zeros((5, 5, 2)), np.zeros((3, 3, 1, 1)))
    assert str(caught.value) == (
        "The image has the shape (5, 5, 2) and the kernels (3, 3, 1, 1); they must be (height,"
        " width, channels) and (height, width, channels, filters) with the same channels."
    )


def state(**changes):
    return ConvolutionSetting.of(LECTURE, CROSS).to_state() | changes


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=5),
    pairs, paddings, st.booleans(),
)  # fmt: skip
def test_a_state_is_read_as_it_was_sent(image, stride, padding, flip):
    setting = ConvolutionSetting.of(image, [[1.5]], stride=stride, padding=padding, flip=flip)
    assert ConvolutionSetting.from_state(setting.to_state()) == setting


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (None, "This is not a setting of the stepper: None"),
        ([1], "This is not a setting"),
        ({"image": [[[1]]]}, "This is not a setting"),
        (state(image=[]), "image must have 1 to 12 values along each side, but has 0."),
        (state(image=[[[1]]] * 13), "image must have 1 to 12 values along each side, but has 13."),
        (state(image=[[[1], [1]], [[1]]]), "The rows of image have different lengths."),
        (state(image=[[[1, 2], [1]]]), "The rows of image have different lengths."),
        (state(image="12"), "image must have 1 to 12"),
        (state(image=[[["1"]]]), "A value of image is '1'; use a number"),
        (state(image=[[[math.nan]]]), "A value of image is nan"),
        (state(image=[[[True]]]), "A value of image is True"),
        (state(image=[[[2e6]]]), "A value of image is 2000000.0"),
        (state(image=[[[10**400]]]), "A value of image is 1000"),
        (state(image=[[[[1]]]]), r"A value of image is \[1\]"),
        (state(kernels=3), "kernels must have 1 to 7"),
        (state(kernels=[[[[1]]]] * 8), "kernels must have 1 to 7"),
        (state(kernels=[[[[1]]], [[[1]], [[1]]]]), "The rows of kernels have different lengths."),
        (state(kernels=[[[[1, 2]]]]), "There are 2 filters, but 1 biases; each filter has one."),
        (state(kernels=[[[[1], [2]]]]), "The image has the shape"),
        (state(bias=[]), "bias must have 1 to 4"),
        (state(stride=0), "stride is 0, but it must be a whole number from 1 to 6"),
        (state(stride=[1, 7]), r"stride is \[1, 7\]"),
        (state(stride=[1.0, 1]), r"stride is \[1.0, 1\]"),
        (state(stride=True), "stride is True"),
        (state(dilation=[1, 5]), "dilation is"),
        (state(dilation=[1, 3]), "The kernel reaches over 7 pixels, but only 5 are there"),
        (state(padding="full"), "padding is 'full', but it must be \"valid\", \"same\" or 0 to 6."),
        (state(padding=-1), "padding is -1"),
        (state(flip=1), "flip is 1, but it must be true or false."),
        (state(stride=[2, 1], dilation=[1, 2]), "Keras computes no convolution whose stride"),
    ],
)  # fmt: skip
def test_what_a_browser_sends_is_not_trusted(wrong, sentence):
    with pytest.raises((WindowError, ArithmeticSettingError), match=sentence):
        ConvolutionSetting.from_state(wrong)
