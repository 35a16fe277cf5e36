"""The lectures' short notation of layers, as a link carries it. Standard library only.

``28x28x1_C12k5_P2_F_D10`` is a picture of 28×28×1, a convolution of 12 filters of 5×5, max pooling
of 2×2, flatten, and a dense layer of 10 units. What comes from a link is not trusted: every number
has its range, and nothing but this notation is read.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from lib.errors import LabError
from lib.messages import N_

Kind: TypeAlias = Literal[
    "Conv2D",
    "Conv2DTranspose",
    "MaxPooling2D",
    "AveragePooling2D",
    "GlobalAveragePooling2D",
    "Flatten",
    "Dense",
]
Pair: TypeAlias = tuple[int, int]
PairPadding: TypeAlias = Literal["valid", "same"] | Pair

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
WITH_WINDOW: Final = KINDS[:4]
WITH_WEIGHTS: Final[tuple[Kind, ...]] = ("Conv2D", "Conv2DTranspose", "Dense")
POOLING: Final[tuple[Kind, ...]] = ("MaxPooling2D", "AveragePooling2D")

# What the lab lets a student ask for; a whole chain has limits of its own.
MOST_SIDE: Final = 512
MOST_CHANNELS: Final = 1024
MOST_COUNT: Final = {"Conv2D": 1024, "Conv2DTranspose": 1024, "Dense": 4096}
MOST_KERNEL: Final = 32
MOST_STRIDE: Final = 32
MOST_PADDING: Final = 32
MOST_DILATION: Final = 16
MOST_LAYERS: Final = 30

_LETTERS: Final[dict[str, Kind]] = dict(zip("CTPAGFD", KINDS, strict=True))
_NUMBER: Final = r"[1-9][0-9]{0,3}"
_BOTH: Final = rf"{_NUMBER}(?:x{_NUMBER})?"
_INPUT: Final = re.compile(rf"({_NUMBER})x({_NUMBER})x({_NUMBER})")
_WINDOW: Final = (
    rf"(?P<kernel>{_BOTH})(?:s(?P<stride>{_BOTH}))?"
    rf"(?P<padding>same|p[0-9]{{1,2}}(?:x[0-9]{{1,2}})?)?"
)
_LAYERS: Final = (
    re.compile(rf"(?P<letter>[CT])(?P<count>{_NUMBER})k{_WINDOW}(?:d(?P<dilation>{_BOTH}))?(?P<n>n)?"),
    re.compile(rf"(?P<letter>[PA]){_WINDOW}"),
    re.compile(rf"(?P<letter>D)(?P<count>{_NUMBER})(?P<n>n)?"),
    re.compile(r"(?P<letter>[GF])"),
)  # fmt: skip


class NotationError(LabError):
    """A link that is not written in the lab's notation."""


@dataclass(frozen=True)
class Setting:
    """One layer.

    Attributes
    ----------
    type : str
        Keras's name of the layer.
    count : int
        Filters or units; 0 for layers that have none.
    kernel, stride, dilation : tuple[int, int]
        Along the height and the width, in pixels.
    padding : {"valid", "same"} or tuple[int, int]
        A pair is a number of pixels on each side, along the height and the width.
    bias : bool
    """

    type: Kind
    count: int = 0
    kernel: Pair = (1, 1)
    stride: Pair = (1, 1)
    padding: PairPadding = "valid"
    dilation: Pair = (1, 1)
    bias: bool = True


def write(shape: tuple[int, int, int], layers: tuple[Setting, ...]) -> str:
    """Return an input shape and layers in the notation.

    Examples
    --------
    >>> write((28, 28, 1), (Setting("Conv2D", 12, kernel=(5, 3), padding=(2, 1)),))
    '28x28x1_C12k5x3p2x1'
    """
    return "_".join(["x".join(map(str, shape)), *map(write_layer, layers)])


def write_layer(layer: Setting) -> str:
    """Return one layer in the notation.

    Examples
    --------
    >>> write_layer(Setting("MaxPooling2D", kernel=(2, 2), stride=(2, 2)))
    'P2'
    """
    text = next(letter for letter, kind in _LETTERS.items() if kind == layer.type)
    if layer.count:
        text += str(layer.count)
    if layer.type in WITH_WINDOW:
        text += ("k" if layer.count else "") + _both(layer.kernel)
        if layer.stride != _usual_stride(layer.type, layer.kernel):
            text += "s" + _both(layer.stride)
        if layer.padding == "same":
            text += "same"
        elif not isinstance(layer.padding, str):
            text += "p" + _both(layer.padding)
        if layer.dilation != (1, 1):
            text += "d" + _both(layer.dilation)
    return text + ("" if layer.bias else "n")


def read(text: str) -> tuple[tuple[int, int, int], tuple[Setting, ...]]:
    """Return the input shape and the layers that `write` wrote.

    Raises
    ------
    NotationError
        If the text is anything else, or a number is out of its range.

    Examples
    --------
    >>> shape, layers = read("28x28x1_C12k5_P2")
    >>> shape, layers[1].type, layers[1].stride
    ((28, 28, 1), 'MaxPooling2D', (2, 2))
    """
    first, *rest = text.split("_")
    found = _INPUT.fullmatch(first)
    if found is None or not 1 <= len(rest) <= MOST_LAYERS:
        raise NotationError(
            N_(
                "The link should hold a picture's size and up to {most} layers, such as"
                " 28x28x1_C12k5. It holds {received}."
            ),
            most=MOST_LAYERS,
            received=_short(text),
        )
    height, width, channels = map(int, found.groups())
    _within("side", max(height, width), MOST_SIDE)
    _within("channels", channels, MOST_CHANNELS)
    return (height, width, channels), tuple(map(read_layer, rest))


def read_layer(text: str) -> Setting:
    """Return the layer that `write_layer` wrote; raise `NotationError` as `read`."""
    found = next((match for form in _LAYERS if (match := form.fullmatch(text))), None)
    if found is None:
        raise NotationError(
            N_(
                "{received} is no layer. Write C12k5 for a convolution of 12 filters of 5×5, P2 for"
                " pooling, F for flatten, D10 for a dense layer."
            ),
            received=_short(text),
        )
    parts: dict[str, str | None] = found.groupdict()
    kind = _LETTERS[found["letter"]]
    kernel = _pair(parts.get("kernel"), (1, 1))
    setting = Setting(
        kind,
        count=int(parts.get("count") or 0),
        kernel=kernel,
        stride=_pair(parts.get("stride"), _usual_stride(kind, kernel)),
        padding=_padding(parts.get("padding")),
        dilation=_pair(parts.get("dilation"), (1, 1)),
        bias=parts.get("n") is None,
    )
    _within("count", setting.count, MOST_COUNT.get(kind, 0))
    _within("kernel", max(setting.kernel), MOST_KERNEL)
    _within("stride", max(setting.stride), MOST_STRIDE)
    _within("dilation", max(setting.dilation), MOST_DILATION)
    if not isinstance(setting.padding, str):
        _within("padding", max(setting.padding), MOST_PADDING)
    return setting


def _usual_stride(kind: Kind, kernel: Pair) -> Pair:
    # Keras moves a pooling window by its own size unless it is told otherwise.
    return kernel if kind in POOLING else (1, 1)


def _both(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}x{pair[1]}"


def _pair(text: str | None, default: Pair) -> Pair:
    if text is None:
        return default
    first, _, second = text.partition("x")
    return int(first), int(second or first)


def _padding(text: str | None) -> PairPadding:
    if text is None:
        return "valid"
    return "same" if text == "same" else _pair(text[1:], (0, 0))


def _within(name: str, value: int, most: int) -> None:
    if value > most:
        raise NotationError(
            N_("The link asks for {name} {value}; at most {most} is possible."),
            name=name,
            value=value,
            most=most,
        )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
