import keras
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.arithmetic import (
    ArithmeticSettingError,
    effective_kernel,
    output_size,
    receptive_field,
    same_padding,
    transposed_output_size,
)

sizes = st.integers(1, 40)
kernels = st.integers(1, 9)
paddings = st.sampled_from(["valid", "same"])
# Keras refuses a stride and a dilation that are both above 1.
steps = st.one_of(
    st.tuples(st.integers(1, 6), st.just(1)), st.tuples(st.just(1), st.integers(1, 4))
)


def windows_that_fit(size, kernel, stride, padding, dilation):
    """Try every start, step by step, and look whether the last weight is still inside."""
    count = 0
    start = -padding
    while start + sum(dilation for _ in range(kernel - 1)) <= size - 1 + padding:
        count += 1
        start += stride
    return count


def pixels_painted(size, kernel, stride, dilation):
    """Let every input value paint its kernel and look how far the paint reaches."""
    painted = {i * stride + k * dilation for i in range(size) for k in range(kernel)}
    return max(painted) + 1


@settings(max_examples=500, deadline=None)
@given(sizes, kernels, st.integers(1, 6), st.integers(0, 6), st.integers(1, 4))
def test_output_size_counts_the_windows(size, kernel, stride, padding, dilation):
    expected = windows_that_fit(size, kernel, stride, padding, dilation)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    if expected:
        assert output_size(size, kernel, **options) == expected
    else:
        with pytest.raises(ArithmeticSettingError, match="is negative"):
            output_size(size, kernel, **options)


@settings(max_examples=600, deadline=None)
@given(sizes, kernels, steps, paddings)
def test_output_size_is_that_of_keras(size, kernel, step, padding):
    stride, dilation = step
    layer = keras.layers.Conv1D(1, kernel, strides=stride, padding=padding, dilation_rate=dilation)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    try:
        expected = layer.compute_output_shape((1, size, 1))[1]
    except ValueError:
        with pytest.raises(ArithmeticSettingError, match="is negative"):
            output_size(size, kernel, **options)
    else:
        assert output_size(size, kernel, **options) == expected


@settings(max_examples=500, deadline=None)
@given(sizes, kernels, steps, paddings)
def test_transposed_output_size_is_that_of_keras(size, kernel, step, padding):
    stride, dilation = step
    layer = keras.layers.Conv1DTranspose(
        1, kernel, strides=stride, padding=padding, dilation_rate=dilation
    )
    assert layer.compute_output_shape((1, size, 1))[1] == transposed_output_size(
        size, kernel, stride=stride, padding=padding, dilation=dilation
    )


@settings(max_examples=200, deadline=None)
@given(sizes, kernels, st.integers(1, 6), st.integers(0, 6), st.integers(1, 4))
def test_transposed_output_size_is_what_is_painted_less_the_padding(
    size, kernel, stride, padding, dilation
):
    left = pixels_painted(size, kernel, stride, dilation) - 2 * padding
    assume(left > 0)
    assert left == transposed_output_size(
        size, kernel, stride=stride, padding=padding, dilation=dilation
    )


@settings(max_examples=40, deadline=None)
@given(sizes, kernels, steps, st.integers(0, 2**32 - 1))
def test_same_padding_by_hand_makes_what_a_keras_layer_makes(size, kernel, step, seed):
    stride, dilation = step
    random = np.random.default_rng(seed)
    signal = random.normal(size=(1, size, 1)).astype("float32")
    weights = random.normal(size=(kernel, 1, 1)).astype("float32")

    def convolve(values, padding):
        return keras.ops.conv(
            values, weights, strides=stride, padding=padding, dilation_rate=dilation
        )

    around = same_padding(size, kernel, stride=stride, dilation=dilation)
    by_hand = convolve(np.pad(signal, [(0, 0), around, (0, 0)]), "valid")
    np.testing.assert_allclose(by_hand, convolve(signal, "same"), atol=1e-5)


@pytest.mark.parametrize("size", [1, 5, 12])
@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (2, 3), (5, 2)])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_real_layers_agree(size, kernel, stride, padding):
    signal = np.zeros((1, size, size, 1), "float32")
    options = {"stride": stride, "padding": padding}
    grown = keras.layers.Conv2DTranspose(1, kernel, strides=stride, padding=padding)(signal)
    assert grown.shape[1] == transposed_output_size(size, kernel, **options)
    if padding == "same" or kernel <= size:
        shrunk = keras.layers.Conv2D(1, kernel, strides=stride, padding=padding)(signal)
        assert shrunk.shape[1] == output_size(size, kernel, **options)


@given(sizes, kernels, st.integers(1, 4))
def test_same_with_stride_1_keeps_the_size(size, kernel, dilation):
    assert output_size(size, kernel, padding="same", dilation=dilation) == size
    assert (
        sum(same_padding(size, kernel, dilation=dilation)) == effective_kernel(kernel, dilation) - 1
    )


@given(sizes, kernels, st.integers(1, 6))
def test_same_padding_puts_the_spare_pixel_after(size, kernel, stride):
    before, after = same_padding(size, kernel, stride=stride)
    assert after - before in (0, 1)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "expected"),
    [
        pytest.param(120, 5, 1, 116, id="lecture-height"),
        pytest.param(160, 5, 1, 156, id="lecture-width"),
        pytest.param(156, 2, 2, 78, id="lecture-pooling"),
        pytest.param(28, 2, 2, 14, id="mnist-pooling"),
        pytest.param(6, 3, 2, 2, id="one-pixel-left-over"),
        pytest.param(5, 5, 7, 1, id="one-window"),
    ],
)
def test_output_size_examples(size, kernel, stride, expected):
    assert output_size(size, kernel, stride=stride) == expected


def test_receptive_field_of_a_chain():
    field, jump = 1, 1
    for kernel, stride, dilation in [(3, 1, 1), (2, 2, 1), (3, 1, 2), (3, 2, 1)]:
        field, jump = receptive_field(field, jump, kernel, stride=stride, dilation=dilation)
    # 1 + 2; + 1; then each further pixel counts twice: + 2 · 4; + 2 · 2
    assert (field, jump) == (16, 4)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        pytest.param(
            lambda: output_size(4, 5),
            "The kernel reaches over 5 pixels, but only 4 are there: 4 − 5 is negative."
            " Use a smaller kernel, less dilation or more padding.",
            id="kernel-too-large",
        ),
        pytest.param(
            lambda: output_size(4, 3, dilation=4, padding=2),
            "The kernel reaches over 9 pixels, but only 8 are there: 8 − 9 is negative."
            " Use a smaller kernel, less dilation or more padding.",
            id="dilated-kernel-too-large",
        ),
        pytest.param(
            lambda: transposed_output_size(1, 3, padding=2),
            "A padding of 2 cuts 4 of 3 pixels away, and none is left. Use less padding.",
            id="all-cut-away",
        ),
        pytest.param(
            lambda: output_size(0, 3),
            "size is 0, but it must be a whole number of at least 1.",
            id="size-0",
        ),
        pytest.param(
            lambda: output_size(8, 3.0),
            "kernel is 3.0, but it must be a whole number of at least 1.",
            id="kernel-float",
        ),
        pytest.param(
            lambda: output_size(8, 3, stride=True),
            "stride is True, but it must be a whole number of at least 1.",
            id="stride-bool",
        ),
        pytest.param(
            lambda: same_padding(8, 3, dilation="2"),
            "dilation is '2', but it must be a whole number of at least 1.",
            id="dilation-text",
        ),
        pytest.param(
            lambda: output_size(8, 3, padding=-1),
            'padding is -1, but it must be "valid", "same" or a whole number of at least 0.',
            id="padding-negative",
        ),
        pytest.param(
            lambda: transposed_output_size(8, 3, padding=False),
            'padding is False, but it must be "valid", "same" or a whole number of at least 0.',
            id="padding-bool",
        ),
        pytest.param(
            lambda: output_size(8, 3, padding="full"),
            'padding is \'full\', but it must be "valid", "same" or a whole number of at least 0.',
            id="padding-unknown",
        ),
        pytest.param(
            lambda: receptive_field(1, 0, 3),
            "jump is 0, but it must be a whole number of at least 1.",
            id="jump-0",
        ),
    ],
)
def test_impossible_settings(call, text):
    with pytest.raises(ArithmeticSettingError) as caught:
        call()
    assert str(caught.value) == text
