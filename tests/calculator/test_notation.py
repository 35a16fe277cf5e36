import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.calculator.notation import (
    KINDS,
    MOST_COUNT,
    WITH_WINDOW,
    NotationError,
    Setting,
    read,
    read_layer,
    write,
    write_layer,
)

upto = lambda most: st.tuples(st.integers(1, most), st.integers(1, most))  # noqa: E731


@st.composite
def layers(draw):
    kind = draw(st.sampled_from(KINDS))
    values = {}
    if kind in MOST_COUNT:
        values = {"count": draw(st.integers(1, MOST_COUNT[kind])), "bias": draw(st.booleans())}
    if kind in WITH_WINDOW:
        values |= {"kernel": draw(upto(32)), "stride": draw(upto(32))}
        number = st.tuples(st.integers(0, 32), st.integers(0, 32))
        values["padding"] = draw(st.sampled_from(["valid", "same"]) | number)
        if kind in ("Conv2D", "Conv2DTranspose"):
            values["dilation"] = draw(upto(16))
    return Setting(kind, **values)


@given(st.tuples(*[st.integers(1, 512)] * 3), st.lists(layers(), min_size=1, max_size=30))
def test_what_is_written_is_read_back(shape, chain):
    assert read(write(shape, tuple(chain))) == (shape, tuple(chain))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        setting = read_layer(text)
    except NotationError:
        return
    assert read_layer(write_layer(setting)) == setting


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("C12k5", Setting("Conv2D", 12, kernel=(5, 5))),
        ("C12k5x3s2p1x0n", Setting("Conv2D", 12, (5, 3), (2, 2), (1, 0), bias=False)),
        ("C8k3samed2", Setting("Conv2D", 8, (3, 3), padding="same", dilation=(2, 2))),
        ("T8k3s2", Setting("Conv2DTranspose", 8, (3, 3), (2, 2))),
        ("P2", Setting("MaxPooling2D", kernel=(2, 2), stride=(2, 2))),
        ("A3s2same", Setting("AveragePooling2D", kernel=(3, 3), stride=(2, 2), padding="same")),
        ("D512", Setting("Dense", 512)),
        ("F", Setting("Flatten")),
        ("G", Setting("GlobalAveragePooling2D")),
    ],
)
def test_layers(text, setting):
    assert read_layer(text) == setting
    assert write_layer(setting) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The link should hold a picture's size and up to 30 layers"),
        ("28x28x1", "The link should hold a picture's size"),
        ("28x28_C12k5", "The link should hold a picture's size"),
        ("0x28x1_P2", "The link should hold a picture's size"),
        ("28x28x1_" + "_".join(["P2"] * 31), "The link should hold a picture's size"),
        ("28x28x1_C12", "'C12' is no layer. Write C12k5"),
        ("28x28x1_C12k5 ", "'C12k5 ' is no layer"),
        ("28x28x1_C12k٥", "is no layer"),
        ("28x28x1_C12k5\n", "is no layer"),
        ("28x28x1_P2d2", "'P2d2' is no layer"),
        ("28x28x1_F3", "'F3' is no layer"),
        ("28x28x1_C12k99999", "is no layer"),
        ("28x28x1_" + "x" * 5000, "…"),
        ("513x28x1_P2", "The link asks for side 513; at most 512 is possible."),
        ("28x28x1025_P2", "The link asks for channels 1025; at most 1024 is possible."),
        ("28x28x1_C1025k5", "The link asks for count 1025; at most 1024 is possible."),
        ("28x28x1_D4097", "The link asks for count 4097; at most 4096 is possible."),
        ("28x28x1_P33", "The link asks for kernel 33; at most 32 is possible."),
        ("28x28x1_P2s33", "The link asks for stride 33; at most 32 is possible."),
        ("28x28x1_P2p33", "The link asks for padding 33; at most 32 is possible."),
        ("28x28x1_C2k2d17", "The link asks for dilation 17; at most 16 is possible."),
    ],
)
def test_bad_links(text, problem):
    with pytest.raises(NotationError) as caught:
        read(text)
    assert problem in str(caught.value)
    assert len(str(caught.value)) < 250
