"""The code that the Convolution and Pooling pages show, executed: Keras and TensorFlow agree."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from lib import chains, flatten, gradients, scenes
from lib.chains import Chain
from lib.datasets import load
from lib.pooling import PoolingSetting
from lib.presets import CONVOLUTIONS, POOLINGS

PRESETS = [
    pytest.param(preset.setting, id=preset.name)
    for preset in (*CONVOLUTIONS.values(), *POOLINGS.values())
]


def run(code, capsys):
    """Execute a script that a page shows; return its names."""
    names = {}
    exec(code, names)
    assert capsys.readouterr().out
    return names


@pytest.mark.parametrize("setting", PRESETS)
def test_code_of_every_example(setting, capsys):
    output = run(setting.to_code(), capsys)["output"]
    np.testing.assert_allclose(output, setting.output(), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("mode", ["max", "average", "min"])
@pytest.mark.parametrize("rectifier", chains.RECTIFIERS)
def test_code_of_a_chain_on_a_sample(rectifier, mode, capsys):
    kernels = np.random.default_rng(1).standard_normal((3, 2, 3, 2))
    chain = Chain(kernels, (0.1, -0.2), rectifier, 0.3, 3, mode)
    scene = scenes.sample("chelsea")
    output = run(chain.to_code(scene.to_code(3)), capsys)["output"]
    expected = chain.run(scene.values(3))[-1].values
    np.testing.assert_allclose(output, expected, rtol=1e-5, atol=1e-5)


def test_code_of_a_chain_on_a_digit(capsys, monkeypatch):
    test = load("mnist", "test")
    mnist = (None, (test.images[..., 0], test.labels))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: mnist)  # no download
    chain = Chain(chains.edge_kernels(), rectifier="absolute")
    output = run(chain.to_code(scenes.digit(5).to_code(1)), capsys)["output"]
    expected = chain.run(scenes.digit(5).values(1))[-1].values
    assert output.shape == (14, 14, 2)
    np.testing.assert_allclose(output, expected, rtol=1e-5, atol=1e-6)


def test_the_nine_bars_as_the_lecture_computes_them():
    pictures = load("bars").images[:9].astype("float32") / 255
    filters = tf.constant(chains.edge_kernels(), tf.float32)
    maps = tf.nn.relu(tf.abs(tf.nn.conv2d(pictures, filters, 1, "SAME")) - 0.2)
    nine = chains.bar_maps()
    np.testing.assert_allclose(nine.maps, maps, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(
        nine.pooled, tf.nn.max_pool2d(maps, 2, 2, "SAME"), rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize("preset", POOLINGS.values(), ids=list(POOLINGS))
def test_gradient_of_every_example(preset, capsys):
    gradient = run(gradients.to_code(preset.setting), capsys)["gradient"]
    np.testing.assert_allclose(gradient, gradients.back(preset.setting), rtol=1e-6)


@pytest.mark.parametrize("mode", ["max", "average", "min"])
def test_gradient_with_ties_channels_and_overlap(mode, capsys):
    image = np.random.default_rng(3).integers(0, 4, (7, 6, 2))
    setting = PoolingSetting.of(image, (3, 2), stride=(2, 1), padding="same", mode=mode)
    gradient = run(gradients.to_code(setting), capsys)["gradient"]
    np.testing.assert_allclose(gradient, gradients.back(setting), rtol=1e-6)


@pytest.mark.parametrize("channels", [1, 2])
def test_flatten(channels, capsys):
    values = flatten.example(channels)
    vector = run(flatten.to_code(values), capsys)["vector"]
    assert vector.tolist() == flatten.flatten(values).tolist()
