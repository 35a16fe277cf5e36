"""Convolution and pooling against Keras itself."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from lib.convolution import ConvolutionSetting
from lib.pooling import PoolingSetting, gradient, pool
from tests import samples_arrays as samples
from tests.keras_arrays import close, convolution_size, keras_convolution, keras_pooling


def test_convolution():
    rng = np.random.default_rng(7)
    for _ in range(300):
        setting = samples.convolution(rng)
        close(setting.output(), keras_convolution(setting), convolution_size(setting))


def test_pooling():
    rng = np.random.default_rng(8)
    for _ in range(300):
        setting = samples.pooling(rng)
        close(setting.output(), keras_pooling(setting), np.abs(setting.image).max())


def test_pooling_gradient():
    rng = np.random.default_rng(9)
    for _ in range(100):
        setting = samples.pooling(rng)
        ties = np.round(np.array(setting.image, "float32") / 5)  # equal values are common
        image = tf.Variable(ties[np.newaxis])
        sign = -1.0 if setting.mode == "min" else 1.0
        operation = tf.nn.avg_pool2d if setting.mode == "average" else tf.nn.max_pool2d
        with tf.GradientTape() as tape:
            values = sign * operation(
                sign * image, setting.size, setting.stride, setting.padding.upper()
            )
        upstream = rng.normal(size=values.shape).astype("float32")
        expected = tape.gradient(values, image, output_gradients=upstream)
        options = {
            "stride": setting.stride, "padding": setting.padding, "mode": setting.mode
        }  # fmt: skip
        np.testing.assert_allclose(pool(ties, setting.size, **options), values[0], rtol=1e-5)
        back = gradient(ties, upstream[0], setting.size, **options)
        close(back, expected[0], np.abs(upstream).max())


@pytest.mark.parametrize("kind", ["convolution", "pooling"])
def test_the_code_that_is_shown_gives_the_same_array(kind, capsys):
    rng = np.random.default_rng(10)
    for _ in range(25):
        setting = getattr(samples, kind)(rng)
        namespace = {}
        exec(setting.to_code(), namespace)
        output = namespace["output"]
        assert output.shape == setting.output().shape
        size = convolution_size(setting) if kind == "convolution" else np.abs(setting.image).max()
        close(setting.output(), output, size)
        assert capsys.readouterr().out == f"{output}\n"


def test_a_setting_of_each_kind_is_what_keras_s_layers_compute():
    convolution = ConvolutionSetting.of(np.arange(20).reshape(4, 5), np.ones((2, 3)), bias=[0.5])
    assert convolution.output().shape == (3, 3, 1)
    pooling = PoolingSetting.of(np.arange(20).reshape(4, 5), 3, stride=1)
    layer = keras.layers.MaxPooling2D(3, strides=1)
    expected = np.array(layer(np.array(pooling.image, "float32")[np.newaxis]))[0]
    np.testing.assert_array_equal(pooling.output(), expected)
