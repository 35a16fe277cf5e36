"""Turn pydantic's report about a malformed architecture into one plain sentence."""

from typing import Any, Final

from pydantic import ValidationError

from lib.messages import N_

_PAIR: Final = N_(
    "Layer {number} ({type}): {setting} is {received}, but it must be a whole number or a pair of"
    " them."
)
_IN_LAYER: Final = {
    "missing": N_("Layer {number} ({type}) lacks the setting {setting}. Add it."),
    "extra_forbidden": N_("Layer {number} ({type}) has no setting {setting}. Remove it."),
    "greater_than_equal": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be at least {ge}."
    ),
    "less_than_equal": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be at most {le}."
    ),
    "greater_than": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be above {gt}."
    ),
    "less_than": N_("Layer {number} ({type}): {setting} is {received}, but it must be below {lt}."),
    "int_type": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be a whole number."
    ),
    "float_type": N_("Layer {number} ({type}): {setting} is {received}, but it must be a number."),
    "finite_number": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be a finite number."
    ),
    "tuple_type": _PAIR,
    "too_long": _PAIR,
    "too_short": _PAIR,
    "bool_type": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be True or False."
    ),
    "literal_error": N_(
        "Layer {number} ({type}): {setting} is {received}, but it must be one of {expected}."
    ),
}
_ANY_IN_LAYER: Final = N_(
    "Layer {number} ({type}): {setting} is {received}, which the lab cannot use."
)
_NAME: Final = N_(
    "Layer {number} ({type}): the name {received} cannot be used. Use at most 40 of a–z, 0–9 and _,"
    ' begin with a letter, and not with "input".'
)
_UNKNOWN_TYPE: Final = N_(
    "Layer {number} is of type {received}, which the lab does not know. Choose one of {expected}."
)
_NO_TYPE: Final = N_("Layer {number} does not say its type. Add one, such as Conv2D.")
_INPUT_SHAPE: Final = N_(
    "input_shape is {received}, but it must be a height and a width from 1 to 512 and 1 to 16"
    " channels."
)
_LAYER_COUNT: Final = N_("An architecture needs a list of 1 to 60 layers.")
_NOT_JSON: Final = N_("This is not an architecture: the text is not valid JSON.")
_NOT_OBJECT: Final = N_("This is not an architecture: it needs input_shape and layers.")
_EXTRA: Final = N_("An architecture has no setting {setting}. Remove it.")


def explain(error: ValidationError) -> tuple[int | None, str, dict[str, Any]]:
    """Return the first fault: the layer's index or None, a sentence, and what fills its gaps."""
    first = error.errors()[0]
    kind, location = first["type"], first["loc"]
    values = {**first.get("ctx", {}), "received": _short(first["input"])}
    if len(location) >= 2 and location[0] == "layers" and isinstance(location[1], int):
        values["number"] = location[1] + 1
        return location[1], *_explain_layer(kind, location[2:], values)
    if kind == "json_invalid":
        return None, _NOT_JSON, {}
    if location[:1] == ("input_shape",):
        return None, _INPUT_SHAPE, values
    if location[:1] == ("layers",):
        return None, _LAYER_COUNT, {}
    if location:
        return None, _EXTRA, {"setting": str(location[0])}
    return None, _NOT_OBJECT, {}


def _explain_layer(
    kind: str, location: tuple[int | str, ...], values: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    if kind == "union_tag_invalid":
        values["received"] = repr(values["tag"])
        values["expected"] = values["expected_tags"]
        return _UNKNOWN_TYPE, values
    if len(location) < 2:
        return _NO_TYPE, values
    values["type"], values["setting"] = str(location[0]), str(location[1])
    if values["setting"] == "name":
        return _NAME, values
    if kind == "missing" and len(location) > 2:
        kind = "too_short"
    if kind == "literal_error":
        # Pydantic writes "'a', 'b' or 'c'"; without its English "or" the sentence translates.
        values["expected"] = values["expected"].replace(" or ", ", ")
    return _IN_LAYER.get(kind, _ANY_IN_LAYER), values


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
