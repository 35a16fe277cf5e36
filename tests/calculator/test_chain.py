import pytest
from hypothesis import given, settings

from lib.calculator.chain import (
    DEFAULT,
    KINDS,
    NEW,
    PRESETS,
    Chain,
    can_grow,
    from_architecture,
    read_chain,
    write_chain,
)
from lib.calculator.notation import NotationError
from lib.recipes import RECIPES
from tests.calculator.test_notation import layers

chains = layers().filter(lambda layer: layer.type in KINDS and isinstance(layer.padding, str))


def shapes(chain):
    return [row.trace.output_shape for row in chain.rows() if row.trace]


def test_the_lecture_s_network():
    chain = PRESETS["R2"].chain
    assert shapes(chain) == [
        (116, 156, 12), (58, 78, 12), (54, 74, 16), (27, 37, 16), (24, 34, 20), (12, 17, 20),
        (4080,), (512,), (128,), (4,),
    ]  # fmt: skip
    assert chain.problem() is None
    assert [row.parameters.sum for row in chain.rows()][:1] == ["(5·5·1 + 1)·12"]


@pytest.mark.parametrize(("name", "parameters"), [("R7", 44_602), ("LeNet-5", 61_706)])
def test_parameters_of_the_presets(name, parameters):
    assert PRESETS[name].chain.totals().parameters == parameters


def test_r7_is_the_recipe():
    assert PRESETS["R7"].chain.architecture() == RECIPES["R7"].architecture


@pytest.mark.parametrize("chain", [preset.chain for preset in PRESETS.values()], ids=list(PRESETS))
def test_rows_agree_with_the_trace(chain):
    rows, traces = chain.rows(), chain.architecture().trace()
    assert [row.trace for row in rows] == traces
    for row, trace in zip(rows, traces, strict=True):
        assert row.parameters.value == trace.parameters
        values = 1
        for side in trace.output_shape:
            values *= side
        assert row.memory == 4 * values
        if row.parameters.sum:
            assert eval(row.parameters.sum.replace("·", "*").replace(",", "")) == trace.parameters
    assert chain.totals().memory == sum(row.memory for row in rows)
    assert chain.totals().multiply_adds == sum(trace.multiply_adds for trace in traces)
    assert read_chain(write_chain(chain)) == chain
    assert from_architecture(chain.architecture()) == chain


def test_a_chain_is_shown_as_far_as_it_goes():
    chain = read_chain("20x20x1_C12k5_P2_C16k5_P2_C20k4_P2_F_D4")
    assert shapes(chain) == [(16, 16, 12), (8, 8, 12), (4, 4, 16), (2, 2, 16)]
    problem = chain.problem()
    assert problem.index == 4
    assert "Layer 5 (Conv2D) has a window of 4×4" in problem.reason
    for repair in problem.repairs:
        mended = from_architecture(repair.architecture)
        assert len(shapes(mended)) > 4 or len(mended.layers) < len(chain.layers)


def test_a_chain_may_fail_at_once():
    chain = read_chain("28x28x1_D10")
    assert shapes(chain) == []
    assert chain.problem().index == 0
    assert chain.totals().parameters == 0


@settings(max_examples=100, deadline=None)
@given(chains)
def test_every_layer_of_a_chain_becomes_a_layer_of_an_architecture(layer):
    chain = Chain((32, 32, 3), (layer,))
    assert from_architecture(chain.architecture()) == chain


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("28x28x1_T8k3", "A chain has convolutions, poolings, flatten and dense layers"),
        ("28x28x1_C8k3p1", "A chain has convolutions, poolings, flatten and dense layers"),
        ("28x28x17_C8k3", "A chain starts with at most 16 channels; the link asks for 17."),
        ("28x28x1", "The link should hold a picture's size"),
    ],
)
def test_bad_links(text, problem):
    with pytest.raises(NotationError, match=problem):
        read_chain(text)


def test_editing():
    chain = read_chain("28x28x1_C8k3_P2_F")
    assert write_chain(chain.moved(0, 1)) == "28x28x1_P2_C8k3_F"
    assert write_chain(chain.moved(2, 0)) == "28x28x1_F_C8k3_P2"
    assert write_chain(chain.removed(1)) == "28x28x1_C8k3_F"
    assert write_chain(chain.inserted(3, NEW["Dense"])) == "28x28x1_C8k3_P2_F_D10"
    assert write_chain(chain.replaced(1, NEW["AveragePooling2D"])) == "28x28x1_C8k3_A2_F"
    assert can_grow(DEFAULT)
    assert not can_grow(Chain((28, 28, 1), (NEW["Flatten"],) * 30))
