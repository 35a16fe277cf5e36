"""An architecture as the Keras script that builds it."""

from typing import Any, Final

from lib.architecture.layers import BaseLayer, Layer, Shape

_LINE: Final = 88

# Shown by position, as Keras's own examples do; everything else is shown by name.
_POSITIONAL: Final = {
    "Rescaling": "scale",
    "Conv2D": "filters",
    "Dense": "units",
    "Activation": "activation",
    "Dropout": "rate",
    "RandomRotation": "factor",
}
# Shown even where it is Keras's default: without its window a pooling layer tells nothing.
_ALWAYS: Final = {"pool_size"}
# Where Keras's default is not the lab's, so that the script says what the lab does.
_KERAS_DEFAULTS: Final = {"fill_mode": "reflect"}


def to_code(input_shape: Shape, layers: tuple[Layer, ...]) -> str:
    """Return a complete script that defines `model`.

    Only settings that differ from Keras's defaults are shown.

    Parameters
    ----------
    input_shape : tuple[int, ...]
        ``(height, width, channels)``.
    layers : tuple[Layer, ...]

    Examples
    --------
    >>> from lib.architecture.layers import Dense, Flatten
    >>> print(to_code((28, 28, 1), (Flatten(), Dense(units=10))), end="")
    import keras
    from keras import layers
    <BLANKLINE>
    model = keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    """
    calls = [f"keras.Input(shape={input_shape})", *(_call(layer) for layer in layers)]
    body = "".join(_wrap(call, indent=8) for call in calls)
    return (
        "import keras\nfrom keras import layers\n\n"
        f"model = keras.Sequential(\n    [\n{body}    ]\n)\n"
    )


def _call(layer: BaseLayer) -> str:
    return f"layers.{layer.type}({', '.join(_arguments(layer))})"


def _arguments(layer: BaseLayer) -> list[str]:
    positional = _POSITIONAL.get(layer.type)
    shown: list[str] = []
    for setting, field in type(layer).model_fields.items():
        value = getattr(layer, setting)
        if setting == positional:
            shown.insert(0, _literal(value))
        elif setting in _ALWAYS or _differs(setting, value, field.default):
            shown.append(f"{setting}={_literal(value)}")
    # The name goes last: what the layer does matters more to the reader.
    return sorted(shown, key=lambda argument: argument.startswith("name="))


def _differs(setting: str, value: Any, default: Any) -> bool:
    return setting != "type" and value != _KERAS_DEFAULTS.get(setting, default)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    # 0.00392156862745098 is the same number, but nobody would recognise it.
    return "1 / 255" if value == 1 / 255 else repr(value)


def _wrap(call: str, indent: int) -> str:
    """Return the call on its own line, broken after the bracket when it is too long."""
    pad = " " * indent
    if len(pad) + len(call) < _LINE:
        return f"{pad}{call},\n"
    head, arguments = call.removesuffix(")").split("(", 1)
    return f"{pad}{head}(\n{pad}    {arguments}\n{pad}),\n"
