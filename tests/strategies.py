"""Hypothesis strategies that several tests share."""

from hypothesis import strategies as st

from lib.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Rescaling,
)

_small = st.integers(1, 3)
_pairs = st.tuples(_small, _small)
_paddings = st.sampled_from(["valid", "same"])
# Keras warns of a softmax over a single channel, so softmax is left to the tests that name it.
_functions = st.sampled_from(["linear", "relu", "elu", "gelu", "leaky_relu", "sigmoid", "tanh"])
_factors = st.floats(0, 0.5)
_fills = st.sampled_from(["constant", "nearest", "reflect", "wrap"])


@st.composite
def _convolutions(draw):
    windows = draw(st.sampled_from(["strides", "dilation_rate"]))
    return Conv2D(
        filters=draw(st.integers(1, 4)),
        kernel_size=draw(_pairs),
        padding=draw(_paddings),
        activation=draw(_functions),
        use_bias=draw(st.booleans()),
        **{windows: draw(_pairs)},
    )


_poolings = st.builds(
    lambda layer, size, strides, padding: layer(pool_size=size, strides=strides, padding=padding),
    st.sampled_from([MaxPooling2D, AveragePooling2D]),
    _pairs,
    st.none() | _pairs,
    _paddings,
)
_anywhere = st.one_of(
    st.builds(Rescaling, scale=st.floats(-2, 2), offset=st.floats(-1, 1)),
    st.builds(BatchNormalization, momentum=st.floats(0, 0.99), epsilon=st.floats(1e-6, 1)),
    st.builds(Activation, activation=_functions),
    st.builds(Dropout, rate=st.floats(0, 0.9)),
)
_on_maps = st.one_of(
    _convolutions(),
    _poolings,
    _anywhere,
    st.builds(RandomRotation, factor=_factors, fill_mode=_fills),
    st.builds(RandomTranslation, height_factor=_factors, width_factor=_factors, fill_mode=_fills),
    st.builds(RandomZoom, height_factor=_factors, width_factor=st.none() | _factors),
)
_dense = st.builds(Dense, units=st.integers(1, 20), activation=_functions, use_bias=st.booleans())


@st.composite
def architectures(draw):
    """Maps, then perhaps a vector. Windows may turn out too large; nothing else can go wrong."""
    layers = draw(st.lists(_on_maps, min_size=1, max_size=5))
    if draw(st.booleans()):
        layers.append(draw(st.sampled_from([Flatten(), GlobalAveragePooling2D()])))
        layers += draw(st.lists(_dense | _anywhere, max_size=3))
    sides = st.integers(1, 12)
    shape = (draw(sides), draw(sides), draw(_small))
    return Architecture(input_shape=shape, layers=tuple(layers))
