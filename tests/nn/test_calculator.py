"""The calculator against Keras's own layers: more than 2,000 random settings, and its code run."""

import contextlib
import io
import math
import random

import keras
import numpy as np
import pytest

from lib.calculator.chain import PRESETS, read_chain
from lib.calculator.derivation import Side
from lib.calculator.notation import Setting
from lib.calculator.single import OneLayer, OneLayerError, to_code
from tests import oracles_arithmetic as oracle

EACH = 750
KINDS = ["Conv2D", "Conv2DTranspose", "MaxPooling2D", "AveragePooling2D"]


def random_layer(draw, kind):
    """Return a layer that Keras may refuse, height and width apart."""
    pools = "Pool" in kind

    def pair(most):
        return (draw.randint(1, most), draw.randint(1, most))

    return OneLayer(
        (draw.randint(1, 40), draw.randint(1, 40), draw.randint(1, 4)),
        Setting(
            kind,
            count=0 if pools else draw.randint(1, 6),
            kernel=pair(7),
            stride=draw.choice([(1, 1), pair(5)]),
            padding=draw.choice(["valid", "same", (draw.randint(0, 4), draw.randint(0, 4))]),
            dilation=(1, 1) if pools else draw.choice([(1, 1), (1, 1), pair(4)]),
            bias=pools or draw.random() < 0.7,
        ),
    )


def keras_layer(setting):
    padding = setting.padding if isinstance(setting.padding, str) else "valid"
    if "Pool" in setting.type:
        return getattr(keras.layers, setting.type)(setting.kernel, setting.stride, padding)
    return getattr(keras.layers, setting.type)(
        setting.count, setting.kernel, setting.stride, padding,
        dilation_rate=setting.dilation, use_bias=setting.bias, kernel_initializer="zeros",
    )  # fmt: skip


def shape_and_parameters(layer):
    """Return what Keras makes of it: the shape without the batch, and the number of weights."""
    picture = keras.KerasTensor((None, *layer.shape))
    number = None if isinstance(layer.setting.padding, str) else layer.setting.padding
    if number and not layer.transposed:
        picture = keras.layers.ZeroPadding2D(number).compute_output_spec(picture)
    made = keras_layer(layer.setting)
    output = made.compute_output_spec(picture).shape
    if number and layer.transposed:
        # Without Keras's filling of a short kernel up to the stride, which is no part of the rule.
        filled = [max(side.stride - side.reach, 0) for side in layer.sides()]
        output = (None, *(size - 2 * cut - more for size, cut, more in
                          zip(output[1:3], number, filled, strict=True)), output[3])  # fmt: skip
        if min(output[1:]) < 1:
            raise ValueError("cut away")
    made.build(picture.shape)
    return output[1:], sum(math.prod(weight.shape) for weight in made.weights)


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_and_parameters_are_those_of_keras(kind):
    draw = random.Random(kind)
    possible = 0
    for _ in range(EACH):
        layer = random_layer(draw, kind)
        try:
            expected = shape_and_parameters(layer)
        except ValueError:
            with pytest.raises(OneLayerError):
                layer.output_shape()
        else:
            assert (layer.output_shape(), layer.cost().parameters.value) == expected, layer
            possible += 1
    assert possible >= 500  # 2,000 of the four kinds, and the others are refused by both


def ran(code):
    """Run a script; return its model, and what it printed."""
    printed = io.StringIO()
    space = {}
    with contextlib.redirect_stdout(printed):
        exec(code, space)
    return space["model"], printed.getvalue().splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_builds_and_prints_what_the_page_shows(kind):
    draw = random.Random(f"{kind} as code")
    codes = 0
    while codes < 12:
        layer = random_layer(draw, kind)
        try:
            output = layer.output_shape()
        except OneLayerError:
            continue
        model, printed = ran(to_code(layer))
        parameters = layer.cost().parameters.value
        assert model.output_shape == (None, *output)
        assert model.count_params() == parameters
        assert printed == [str((None, *output)), str(parameters)]
        result = model(np.zeros((1, *layer.shape), "float32"))
        assert result.shape == (1, *output)
        codes += 1


CHAINS = {name: preset.chain for name, preset in PRESETS.items()}
CHAINS["all-kinds"] = read_chain("20x24x3_C4k5x3s2same_A3s2_C6k3samed2n_G_D7n_D3")


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_the_code_of_a_chain_builds_and_prints_what_the_page_shows(chain):
    model, printed = ran(chain.to_code())
    rows = chain.rows()
    assert [layer.output.shape[1:] for layer in model.layers] == [
        row.trace.output_shape for row in rows
    ]
    assert [layer.count_params() for layer in model.layers] == [
        row.parameters.value for row in rows
    ]
    total = chain.totals().parameters
    assert printed == [str((None, *rows[-1].trace.output_shape)), str(total)]


def reading(kernel, stride, dilation, padding, size):
    """Return which inputs a Keras convolution along the height reads at all, by its gradient."""
    import tensorflow as tf

    layer = keras.layers.Conv2D(
        1, (kernel, 1), (stride, stride), padding,
        dilation_rate=(dilation, dilation), kernel_initializer="ones",
    )  # fmt: skip
    picture = tf.ones((1, size, 1, 1))
    with tf.GradientTape() as tape:
        tape.watch(picture)
        total = tf.reduce_sum(layer(picture))
    return tape.gradient(total, picture).numpy()[0, :, 0, 0] > 0


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation", "padding"),
    [
        (28, 5, 2, 1, "valid"),
        (29, 5, 3, 1, "valid"),
        (10, 2, 4, 1, "valid"),
        (11, 1, 3, 1, "same"),
        (7, 3, 5, 1, "same"),
        (9, 3, 1, 4, "valid"),
    ],
)
def test_what_no_window_reaches_is_what_no_gradient_reaches(
    size, kernel, stride, dilation, padding
):
    missed = Side(size, kernel, stride, padding, dilation).slide().missed()
    read = reading(kernel, stride, dilation, padding, size)
    assert list(missed) == [place for place in range(size) if not read[place]]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation"),
    [(5, 3, 2, 1), (4, 2, 3, 1), (4, 1, 4, 1), (6, 4, 1, 1), (5, 3, 1, 2), (3, 4, 3, 1)],
)
def test_a_transposed_convolution_paints_where_the_drawing_says(
    size, kernel, stride, dilation, padding
):
    layer = keras.layers.Conv2DTranspose(
        1, (kernel, 1), (stride, 1), padding,
        dilation_rate=(dilation, 1), kernel_initializer="ones",
    )  # fmt: skip
    side = Side(size, kernel, stride, padding, dilation, transposed=True)
    shown = layer(np.ones((1, size, 1, 1), "float32")).numpy()[0, :, 0, 0]
    paint = oracle.painted(size, kernel, stride, dilation)
    before = side.slide().before
    assert shown.tolist() == [paint[cell + before] for cell in range(side.output())]
    assert list(side.slide().missed()) == [place for place, value in enumerate(shown) if not value]
