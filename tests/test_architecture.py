import contextlib
import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lib.architecture import (
    Activation,
    Architecture,
    ArchitectureError,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    RandomRotation,
    Rescaling,
)
from lib.recipes import RECIPES
from tests.strategies import architectures

CONV = Conv2D(filters=8, kernel_size=(5, 5))
POOL = MaxPooling2D()


def fault(*layers, input_shape=(28, 28, 1)):
    with pytest.raises(ArchitectureError) as caught:
        Architecture(input_shape=input_shape, layers=layers).trace()
    return caught.value


def test_the_chain_of_the_120_by_160_lecture():
    network = Architecture(
        input_shape=(120, 160, 1),
        layers=[
            {"type": "Conv2D", "filters": 12, "kernel_size": 5},
            {"type": "MaxPooling2D"},
            {"type": "Conv2D", "filters": 16, "kernel_size": [5, 5]},
            {"type": "MaxPooling2D", "pool_size": 2},
            {"type": "Conv2D", "filters": 20, "kernel_size": (4, 4)},
            {"type": "MaxPooling2D", "pool_size": [2, 2]},
            {"type": "Flatten"},
        ],
    )
    assert [trace.output_shape for trace in network.trace()] == [
        (116, 156, 12),
        (58, 78, 12),
        (54, 74, 16),
        (27, 37, 16),
        (24, 34, 20),
        (12, 17, 20),
        (4080,),
    ]


def naive_multiply_adds(size, kernel, stride, padding, channels, filters):
    """Lay the kernel on every place where it belongs and count one product at a time."""
    reach = [0, 0] if padding == "valid" else [kernel[0] - 1, kernel[1] - 1]
    count = 0
    for top in range(0, size[0] + reach[0] - kernel[0] + 1, stride):
        for left in range(0, size[1] + reach[1] - kernel[1] + 1, stride):
            assert (top, left) >= (0, 0)
            for _ in range(kernel[0]):
                for _ in range(kernel[1]):
                    for _ in range(channels):
                        count += filters
    return count


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5)])
def test_multiply_adds_of_a_convolution(kernel, stride, padding):
    layer = Conv2D(filters=4, kernel_size=kernel, strides=stride, padding=padding)
    (trace,) = Architecture(input_shape=(7, 9, 3), layers=[layer]).trace()
    assert trace.multiply_adds == naive_multiply_adds((7, 9), kernel, stride, padding, 3, 4)


def test_multiply_adds_of_the_other_layers():
    network = Architecture(
        input_shape=(4, 4, 2),
        layers=[Rescaling(scale=2), BatchNormalization(), POOL, Flatten(), Dense(units=3)],
    )
    assert [trace.multiply_adds for trace in network.trace()] == [0, 0, 0, 0, 8 * 3]


def test_batch_normalization_learns_half_of_what_it_keeps():
    (trace,) = Architecture(input_shape=(4, 4, 5), layers=[BatchNormalization()]).trace()
    assert (trace.parameters, trace.trainable_parameters) == (20, 10)


def test_receptive_fields_grow_until_the_vector():
    network = Architecture(
        layers=[
            Conv2D(filters=2, kernel_size=(3, 5)),
            POOL,
            RandomRotation(factor=0.1),
            Conv2D(filters=2, kernel_size=3, dilation_rate=2),
            GlobalAveragePooling2D(),
            Dense(units=2),
        ]
    )
    assert [trace.receptive_field for trace in network.trace()] == [
        (3, 5),
        (4, 6),
        (4, 6),
        (12, 14),
        None,
        None,
    ]


def test_names_count_each_type_and_leave_own_names_alone():
    network = Architecture(
        layers=[
            {"type": "Conv2D", "filters": 1, "kernel_size": 3},
            {"type": "Conv2D", "filters": 1, "kernel_size": 3, "name": "edges"},
            {"type": "MaxPooling2D"},
            {"type": "BatchNormalization", "name": "conv2d_2"},
            {"type": "Conv2D", "filters": 1, "kernel_size": 3},
        ]
    )
    names = [trace.name for trace in network.trace()]
    assert names == ["conv2d_1", "edges", "max_pooling2d_1", "conv2d_2", "conv2d_3"]


@settings(max_examples=200, deadline=None)
@given(architectures())
def test_json_and_back(architecture):
    text = architecture.model_dump_json()
    assert Architecture.model_validate_json(text) == architecture
    assert Architecture.from_json(text) == architecture
    assert Architecture.model_validate(json.loads(text)) == architecture


def trouble(architecture):
    try:
        architecture.trace()
    except ArchitectureError as error:
        return error
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(architectures())
def test_every_repair_gets_past_its_error(architecture):
    error = trouble(architecture)
    assume(error)
    assert error.repairs
    for repair in error.repairs:
        added = len(repair.architecture.layers) - len(architecture.layers)
        later = trouble(repair.architecture)
        assert later is None or later.index > error.index + added


WINDOW = (
    "Layer {} ({}) has a window of {}, but only {} values are left for it."
    " Make the window smaller, pad it, or shrink the maps less before it."
)


@pytest.mark.parametrize(
    ("layers", "index", "text", "repairs"),
    [
        pytest.param(
            [CONV, MaxPooling2D(pool_size=(12, 12)), CONV],
            2,
            WINDOW.format(3, "Conv2D", "5×5", "2×2"),
            [
                'Pad layer 3: padding="same".',
                "Give layer 3 a window of 2×2.",
                "Remove layer 2 (MaxPooling2D).",
                "Remove layer 3 (Conv2D).",
            ],
            id="kernel-too-large",
        ),
        pytest.param(
            [Conv2D(filters=1, kernel_size=(3, 3), dilation_rate=(1, 14))],
            0,
            WINDOW.format(1, "Conv2D", "3×29", "28×28"),
            [
                'Pad layer 1: padding="same".',
                "Give layer 1 a window of 2×2.",
            ],
            id="dilated-kernel-too-large-in-the-only-layer",
        ),
        pytest.param(
            [AveragePooling2D(pool_size=(29, 2)), Flatten()],
            0,
            WINDOW.format(1, "AveragePooling2D", "29×2", "28×28"),
            [
                'Pad layer 1: padding="same".',
                "Give layer 1 a window of 5×5.",
                "Remove layer 1 (AveragePooling2D).",
            ],
            id="pool-too-large",
        ),
        pytest.param(
            [CONV, Dense(units=10)],
            1,
            "Layer 2 (Dense) needs a vector, but it receives maps of 24×24×8."
            " Put a Flatten layer before it.",
            [
                "Put a Flatten layer before layer 2.",
                "Put a GlobalAveragePooling2D layer before layer 2.",
            ],
            id="dense-on-maps",
        ),
        pytest.param(
            [Flatten(), CONV, Dense(units=10)],
            1,
            "Layer 2 (Conv2D) needs maps with height, width and channels, but it receives a vector"
            " of 784 values. Put it before the layer that makes the vector.",
            [
                "Move layer 2 before layer 1 (Flatten).",
                "Remove layer 2 (Conv2D).",
                "Remove layer 1 (Flatten).",
            ],
            id="convolution-on-a-vector",
        ),
        pytest.param(
            [Conv2D(filters=1, kernel_size=3, strides=2, dilation_rate=(1, 3))],
            0,
            "Layer 1 (Conv2D) has strides of 2×2 and a dilation_rate of 1×3, but Keras allows only"
            " one of them above 1. Set the other to 1.",
            ["Set the dilation_rate of layer 1 to 1.", "Set the strides of layer 1 to 1."],
            id="stride-and-dilation",
        ),
        pytest.param(
            [Dropout(rate=0.5, name="drop"), Flatten(name="drop")],
            1,
            "Layer 2 (Flatten) is called drop, and so is an earlier layer. Give it another name.",
            ["Let the lab name layer 2."],
            id="name-twice",
        ),
        pytest.param(
            [Conv2D(filters=64, kernel_size=5), Flatten(), Dense(units=2048), Dense(units=10)],
            2,
            "With layer 3 (Dense) the network has 75,501,184 parameters, more than the 20,000,000"
            " allowed. Use fewer filters or units, or pool more before it.",
            [
                "Give layer 3 256 units.",
                "Put a MaxPooling2D layer before layer 2 (Flatten).",
                "Remove layer 3 (Dense).",
            ],
            id="too-many-parameters",
        ),
        pytest.param(
            [Conv2D(filters=1024, kernel_size=3, padding="same")] * 4,
            1,
            "Up to layer 2 (Conv2D) one picture costs 7,405,977,600 multiplications, more than the"
            " 2,000,000,000 allowed. Use fewer filters, or pool earlier.",
            [
                "Give layer 2 128 filters.",
                "Put a MaxPooling2D layer before layer 2 (Conv2D).",
                "Remove layer 2 (Conv2D).",
            ],
            id="too-much-work",
        ),
        pytest.param(
            [Conv2D(filters=1024, kernel_size=1), *[Activation(activation="relu")] * 5],
            4,
            "Up to layer 5 (Activation) the layers hold 4,014,080 values for one picture, more than"
            " the 4,000,000 allowed. Use fewer filters, or pool earlier.",
            [
                "Put a MaxPooling2D layer before layer 5 (Activation).",
                "Remove layer 5 (Activation).",
            ],
            id="too-many-values",
        ),
    ],
)
def test_what_cannot_be_built(layers, index, text, repairs):
    error = fault(*layers)
    assert (error.index, error.reason) == (index, text)
    assert [repair.description for repair in error.repairs] == repairs


def test_the_first_repair_mends_everything_if_any_does():
    error = fault(Flatten(), CONV, Dense(units=10))
    assert error.repairs[0].architecture.layers == (CONV, Flatten(), Dense(units=10))
    assert error.repairs[0].architecture.trace()[-1].output_shape == (10,)


def test_code_is_not_written_for_what_cannot_be_built():
    with pytest.raises(ArchitectureError, match="needs a vector"):
        Architecture(layers=[Dense(units=10)]).to_code()


def of_layer(**layer):
    return json.dumps({"layers": [{"type": "Flatten"}, layer]})


CONV_WITH = {"type": "Conv2D", "filters": 8}
KERNEL = "Layer 2 (Conv2D): kernel_size is {}, but it must be a whole number or a pair of them."
NAME = (
    "Layer 2 (Flatten): the name {} cannot be used. Use at most 40 of a–z, 0–9 and _,"
    ' begin with a letter, and not with "input".'
)
INPUT = "input_shape is {}, but it must be a height and a width from 1 to 512 and 1 to 16 channels."
COUNT = "An architecture needs a list of 1 to 60 layers."


MALFORMED = [
    ("{", None, "This is not an architecture: the text is not valid JSON."),
    ("[1, 2]", None, "This is not an architecture: it needs input_shape and layers."),
    ("{}", None, COUNT),
    ('{"layers": []}', None, COUNT),
    ('{"layers": {}}', None, COUNT),
    (json.dumps({"layers": [{"type": "Flatten"}] * 61}), None, COUNT),
    (
        '{"layers": [{"type": "Flatten"}], "input_shape": [28, 28]}',
        None,
        INPUT.format([28, 28]),
    ),
    ('{"layers": [{"type": "Flatten"}], "input_shape": [28, 513, 1]}', None, INPUT.format(513)),
    (
        '{"layers": [{"type": "Flatten"}], "optimizer": "adam"}',
        None,
        "An architecture has no setting optimizer. Remove it.",
    ),
    (of_layer(), 1, "Layer 2 does not say its type. Add one, such as Conv2D."),
    (
        of_layer(type="Lambda"),
        1,
        "Layer 2 is of type 'Lambda', which the lab does not know. Choose one of 'Rescaling',"
        " 'Conv2D', 'MaxPooling2D', 'AveragePooling2D', 'GlobalAveragePooling2D', 'Flatten',"
        " 'Dense', 'BatchNormalization', 'Activation', 'Dropout', 'RandomRotation',"
        " 'RandomTranslation', 'RandomZoom'.",
    ),
    (of_layer(**CONV_WITH), 1, "Layer 2 (Conv2D) lacks the setting kernel_size. Add it."),
    (
        of_layer(type="Flatten", units=3),
        1,
        "Layer 2 (Flatten) has no setting units. Remove it.",
    ),
    (
        of_layer(type="Dense", units=0),
        1,
        "Layer 2 (Dense): units is 0, but it must be at least 1.",
    ),
    (
        of_layer(type="Dense", units=4097),
        1,
        "Layer 2 (Dense): units is 4097, but it must be at most 4096.",
    ),
    (
        of_layer(type="Dense", units=True),
        1,
        "Layer 2 (Dense): units is True, but it must be a whole number.",
    ),
    (
        of_layer(type="Dense", units="9" * 99),
        1,
        f"Layer 2 (Dense): units is '{'9' * 56}…, but it must be a whole number.",
    ),
    (
        of_layer(type="Dense", units=3, use_bias=1),
        1,
        "Layer 2 (Dense): use_bias is 1, but it must be True or False.",
    ),
    (
        of_layer(type="Dropout", rate=1),
        1,
        "Layer 2 (Dropout): rate is 1, but it must be below 1.0.",
    ),
    (
        of_layer(type="Dropout", rate="half"),
        1,
        "Layer 2 (Dropout): rate is 'half', but it must be a number.",
    ),
    (
        of_layer(type="BatchNormalization", epsilon=0),
        1,
        "Layer 2 (BatchNormalization): epsilon is 0, but it must be above 0.0.",
    ),
    (
        '{"layers": [{"type": "Flatten"}, {"type": "Rescaling", "scale": NaN}]}',
        1,
        "Layer 2 (Rescaling): scale is nan, but it must be a finite number.",
    ),
    (
        of_layer(**CONV_WITH, kernel_size=3, padding="full"),
        1,
        "Layer 2 (Conv2D): padding is 'full', but it must be one of 'valid', 'same'.",
    ),
    (of_layer(**CONV_WITH, kernel_size=[3]), 1, KERNEL.format([3])),
    (of_layer(**CONV_WITH, kernel_size=[3, 3, 3]), 1, KERNEL.format([3, 3, 3])),
    (of_layer(**CONV_WITH, kernel_size="3"), 1, KERNEL.format("'3'")),
    (
        of_layer(**CONV_WITH, kernel_size=[3, 65]),
        1,
        "Layer 2 (Conv2D): kernel_size is 65, but it must be at most 64.",
    ),
    (of_layer(type="Flatten", name="Out put"), 1, NAME.format("'Out put'")),
    (of_layer(type="Flatten", name="input_layer"), 1, NAME.format("'input_layer'")),
]


@pytest.mark.parametrize(
    ("text", "index", "reason"), MALFORMED, ids=[row[2].partition(", but")[0] for row in MALFORMED]
)
def test_malformed_text(text, index, reason):
    with pytest.raises(ArchitectureError) as caught:
        Architecture.from_json(text)
    assert (caught.value.index, caught.value.reason) == (index, reason)
    assert caught.value.repairs == ()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["input_shape", "layers", "type", "name", "filters", "kernel_size"]),
            inner | st.sampled_from(["Conv2D", "Flatten", "Dense"]),
            max_size=4,
        )
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20).map(str.encode) | st.binary(max_size=20) | _json.map(json.dumps))
def test_no_text_raises_anything_but_an_architecture_error(text):
    with contextlib.suppress(ArchitectureError):
        Architecture.from_json(text)


def test_malformed_values_read_like_malformed_text():
    with pytest.raises(ArchitectureError) as caught:
        Architecture.from_values(layers=[{"type": "Dense", "units": -3}])
    assert str(caught.value) == "Layer 1 (Dense): units is -3, but it must be at least 1."


def test_the_script_of_r1():
    assert RECIPES["R1"].architecture.to_code() == (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        "model = keras.Sequential(\n"
        "    [\n"
        "        keras.Input(shape=(28, 28, 1)),\n"
        "        layers.Rescaling(1 / 255),\n"
        '        layers.Conv2D(32, kernel_size=(5, 5), activation="relu"),\n'
        "        layers.MaxPooling2D(pool_size=(2, 2)),\n"
        "        layers.Dropout(0.2),\n"
        "        layers.Flatten(),\n"
        '        layers.Dense(127, activation="relu"),\n'
        '        layers.Dense(10, activation="softmax"),\n'
        "    ]\n"
        ")\n"
    )


@pytest.mark.parametrize(
    ("layer", "line"),
    [
        (
            Conv2D(filters=8, kernel_size=(3, 5), strides=2, use_bias=False, name="edges"),
            "layers.Conv2D(\n"
            '            8, kernel_size=(3, 5), strides=(2, 2), use_bias=False, name="edges"\n'
            "        ),",
        ),
        (MaxPooling2D(strides=1), "layers.MaxPooling2D(pool_size=(2, 2), strides=(1, 1)),"),
        (RandomRotation(factor=0.1), 'layers.RandomRotation(0.1, fill_mode="constant"),'),
        (RandomRotation(factor=0.1, fill_mode="reflect"), "layers.RandomRotation(0.1),"),
        (Rescaling(scale=2, offset=-1), "layers.Rescaling(2.0, offset=-1.0),"),
        (BatchNormalization(momentum=0.9), "layers.BatchNormalization(momentum=0.9),"),
    ],
    ids=lambda value: value.type if hasattr(value, "type") else "",
)
def test_only_what_differs_from_keras_is_shown(layer, line):
    script = Architecture(layers=[layer]).to_code()
    assert script.partition("(28, 28, 1)),\n")[2] == f"        {line}\n    ]\n)\n"
