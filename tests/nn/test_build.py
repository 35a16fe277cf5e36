import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings

from lib.architecture import (
    Architecture,
    ArchitectureError,
    AveragePooling2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from lib.nn.build import build
from lib.recipes import BUNDLED, RECIPES
from tests.strategies import architectures

RECIPES_AND_BUNDLED = [
    pytest.param(recipe.architecture, id=recipe.id) for recipe in (*RECIPES.values(), BUNDLED)
]


def assert_trace_is_that_of_keras(architecture, model):
    for trace, layer in zip(architecture.trace(), model.layers, strict=True):
        assert (trace.type, trace.name) == (type(layer).__name__, layer.name)
        assert (None, *trace.output_shape) == layer.output.shape
        assert trace.parameters == layer.count_params()
        trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
        assert trace.trainable_parameters == trainable
    assert architecture.parameters == model.count_params()


def assert_script_builds_the_same(architecture, model):
    namespace = {}
    exec(architecture.to_code(), namespace)
    shown = namespace["model"]
    assert [recorded(layer) for layer in shown.layers] == [
        recorded(layer) for layer in model.layers
    ]
    assert shown.input_shape == model.input_shape
    assert [weight.shape for weight in shown.weights] == [weight.shape for weight in model.weights]


def recorded(layer):
    """Return a layer's class and settings; the names of a script are left to Keras."""
    config = layer.get_config()
    del config["name"]
    return type(layer).__name__, config


@pytest.mark.parametrize("architecture", RECIPES_AND_BUNDLED)
def test_recipes(architecture):
    model = build(architecture)
    assert_trace_is_that_of_keras(architecture, model)
    assert_script_builds_the_same(architecture, model)


@settings(max_examples=40, deadline=None)
@given(architectures())
def test_random_architectures(architecture):
    try:
        model = build(architecture)
    except ArchitectureError as error:
        assert_keras_refuses(architecture, error.index)
    else:
        assert_trace_is_that_of_keras(architecture, model)
        assert_script_builds_the_same(architecture, model)


def assert_keras_refuses(architecture, index):
    """Keras itself accepts the layers before `index`, and not the one there."""
    shape = (None, *architecture.input_shape)
    for layer in architecture.layers[:index]:
        shape = keras_layer(layer).compute_output_shape(shape)
    with pytest.raises(ValueError, match="output size would be zero or negative"):
        keras_layer(architecture.layers[index]).compute_output_shape(shape)


def keras_layer(layer):
    return getattr(keras.layers, layer.type)(**layer.model_dump(exclude={"type", "name"}))


ALL_CHANCE = Architecture(
    input_shape=(12, 12, 1),
    layers=[
        RandomRotation(factor=0.2),
        RandomTranslation(height_factor=0.2, width_factor=0.2),
        RandomZoom(height_factor=0.2),
        Conv2D(filters=2, kernel_size=3, padding="same"),
        Dropout(rate=0.5),
        Conv2D(filters=2, kernel_size=3, padding="same"),
        Conv2D(filters=2, kernel_size=3, padding="same"),
        Flatten(),
        Dense(units=3),
    ],
)


def draws(model):
    """Return two passes in training, with all the chance of augmentation and dropout."""
    pictures = np.random.default_rng(7).random((4, 12, 12, 1), "float32")
    return [np.asarray(model(pictures, training=True)) for _ in range(2)]


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_same_seed_gives_the_same_weights_and_draws(seed):
    one, other = build(ALL_CHANCE, seed=seed), build(ALL_CHANCE, seed=seed)
    for weight, twin in zip(one.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, twin)
    first, second = draws(one)
    np.testing.assert_array_equal([first, second], draws(other))
    assert not np.allclose(first, second)


def test_layers_of_one_shape_start_with_different_weights():
    model = build(ALL_CHANCE, seed=3)
    second, third = model.get_layer("conv2d_2"), model.get_layer("conv2d_3")
    assert not np.allclose(second.get_weights()[0], third.get_weights()[0])


def test_another_seed_gives_other_weights():
    one, other = build(ALL_CHANCE, seed=1), build(ALL_CHANCE, seed=2)
    assert not np.allclose(one.layers[-1].get_weights()[0], other.layers[-1].get_weights()[0])


def test_a_seeded_build_leaves_global_chance_alone():
    def next_draws():
        return [np.random.random(), keras.random.uniform((2,)).numpy().tolist()]

    keras.utils.set_random_seed(5)
    expected = next_draws()
    keras.utils.set_random_seed(5)
    build(ALL_CHANCE, seed=1)
    assert next_draws() == expected


def test_impossible_architectures_are_refused_before_keras_sees_them():
    with pytest.raises(ArchitectureError, match="Put a Flatten layer before it"):
        build(Architecture(layers=[Dense(units=3)]))


def test_the_model_is_not_compiled():
    assert not build(ALL_CHANCE).compiled


def convolution(kernel, **options):
    return Conv2D(filters=1, kernel_size=kernel, **options)


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param([convolution(3)], id="one"),
        pytest.param([convolution((3, 5)), convolution((2, 1))], id="not-square"),
        pytest.param([convolution(3), AveragePooling2D(), convolution(3)], id="pooled"),
        pytest.param([convolution(3, strides=2), convolution(3, dilation_rate=2)], id="dilated"),
        pytest.param([convolution(3, padding="same"), convolution(2, strides=2)], id="padded"),
        pytest.param(
            [AveragePooling2D(pool_size=3, strides=1), AveragePooling2D(strides=(1, 2))],
            id="overlapping",
        ),
    ],
)
def test_a_receptive_field_is_where_the_gradient_is_not_zero(layers):
    architecture = Architecture(input_shape=(40, 40, 1), layers=layers)
    model = build(architecture)
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    picture = tf.zeros((1, 40, 40, 1))
    with tf.GradientTape() as tape:
        tape.watch(picture)
        maps = model(picture)
        middle = maps[0, maps.shape[1] // 2, maps.shape[2] // 2, 0]
    rows, columns = np.nonzero(tape.gradient(middle, picture)[0, :, :, 0])
    seen = (np.ptp(rows) + 1, np.ptp(columns) + 1)
    assert architecture.trace()[-1].receptive_field == seen
