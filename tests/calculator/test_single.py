import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.calculator.cost import Count
from lib.calculator.notation import Setting
from lib.calculator.single import OneLayer, OneLayerError, is_possible, to_code
from tests import oracles_arithmetic as oracle

pairs = st.tuples(st.integers(1, 6), st.integers(1, 6))
one_layers = st.builds(
    lambda kind, height, width, channels, kernel, stride, dilation, padding, bias: OneLayer(
        (height, width, channels),
        Setting(
            kind, 0 if "Pool" in kind else 3, kernel, stride, padding,
            (1, 1) if "Pool" in kind else dilation, bias or "Pool" in kind,
        ),
    ),
    st.sampled_from(["Conv2D", "Conv2DTranspose", "MaxPooling2D", "AveragePooling2D"]),
    st.integers(1, 12), st.integers(1, 12), st.integers(1, 3), pairs,
    pairs | st.just((1, 1)), pairs | st.just((1, 1)),
    st.sampled_from(["valid", "same"]) | st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.booleans(),
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(one_layers)
def test_a_layer_is_possible_or_explained_and_every_repair_mends_it(layer):
    if is_possible(layer):
        height, width, channels = layer.output_shape()
        assert channels == (layer.shape[2] if layer.pools else 3)
        assert [height, width] == [side.output() for side in layer.sides()]
        return
    with pytest.raises(OneLayerError) as caught:
        layer.output_shape()
    assert str(caught.value)
    assert caught.value.repairs
    for repair in caught.value.repairs:
        assert repair.template.format(**repair.values)
        assert min(repair.layer.output_shape()) >= 1
        assert repair.layer.shape == layer.shape


@settings(max_examples=60, deadline=None)
@given(one_layers.filter(is_possible))
def test_costs_are_what_counting_gives(layer):
    cost, output = layer.cost(), layer.output_shape()
    setting, channels = layer.setting, layer.shape[2]
    values = sum(1 for _ in range(output[0]) for _ in range(output[1]) for _ in range(output[2]))
    assert (cost.values.value, cost.memory.value) == (values, 4 * values)
    places = layer.shape if layer.transposed else output
    if layer.pools:
        assert cost.parameters == cost.multiply_adds == Count(0)
    else:
        assert cost.multiply_adds.value == oracle.products_of_a_convolution(
            places[0], places[1], setting.kernel, channels, setting.count
        )
        assert cost.parameters.value == oracle.products_of_a_convolution(
            1, 1, setting.kernel, channels, setting.count
        ) + (setting.count if setting.bias else 0)
    for count in (cost.parameters, cost.multiply_adds, cost.values, cost.memory):
        if count.sum:
            assert eval(count.sum.replace("·", "*").replace(",", "")) == count.value


def conv(shape, **settings):
    return OneLayer(shape, Setting("Conv2D", 12, **settings))


def test_the_lecture_s_first_layer():
    layer = conv((120, 160, 1), kernel=(5, 5))
    assert layer.output_shape() == (116, 156, 12)
    assert layer.cost().parameters == Count(312, "(5·5·1 + 1)·12")


@pytest.mark.parametrize(
    ("layer", "text", "repairs"),
    [
        pytest.param(
            conv((4, 9, 1), kernel=(5, 5)),
            "Along the height the window reaches over 5 pixels, but only 4 are there: 4 − 5 = −1 is"
            " negative. Use a smaller kernel, less dilation or more padding.",
            ["Make the window 4×5.", "Use `same` padding.", "Set the padding to 1×0."],
            id="height",
        ),
        pytest.param(
            conv((9, 4, 1), kernel=(3, 3), dilation=(1, 2)),
            "Along the width the window reaches over 5 pixels, but only 4 are there: 4 − 5 = −1 is"
            " negative. Use a smaller kernel, less dilation or more padding.",
            ["Set the dilation to 1.", "Make the window 3×2.", "Use `same` padding.",
             "Set the padding to 0×1."],
            id="dilated-width",
        ),
        pytest.param(
            conv((28, 28, 1), kernel=(3, 3), stride=(2, 1), dilation=(1, 2)),
            "The stride is 2×1 and the dilation is 1×2, but Keras allows only one of them above 1."
            " Set the other to 1.",
            ["Set the dilation to 1.", "Set the stride to 1."],
            id="stride-and-dilation",
        ),
        pytest.param(
            OneLayer((1, 4, 1), Setting("Conv2DTranspose", 2, (3, 3), padding=(2, 2))),
            "Along the height 3 pixels are painted, and the padding cuts 4 of them off: nothing is"
            " left. Use less padding.",
            ["Use `same` padding.", "Set the padding to 1×2."],
            id="cut-off",
        ),
        pytest.param(
            OneLayer((3, 3, 2), Setting("MaxPooling2D", kernel=(2, 4), stride=(2, 2))),
            "Along the width the window reaches over 4 pixels, but only 3 are there: 3 − 4 = −1 is"
            " negative. Use a smaller kernel, less dilation or more padding.",
            ["Make the window 2×3.", "Use `same` padding.", "Set the padding to 0×1."],
            id="pooling",
        ),
    ],
)  # fmt: skip
def test_impossible_layers(layer, text, repairs):
    with pytest.raises(OneLayerError) as caught:
        layer.output_shape()
    assert str(caught.value) == text
    shown = [repair.template.format(**repair.values) for repair in caught.value.repairs]
    assert shown == repairs


def test_an_impossible_layer_has_no_code():
    with pytest.raises(OneLayerError):
        to_code(conv((4, 9, 1), kernel=(5, 5)))
