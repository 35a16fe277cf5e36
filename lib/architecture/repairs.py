"""What could be changed so that an impossible architecture becomes possible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lib.architecture.layers import (
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
)
from lib.architecture.trace import Kind, LayerError, walk
from lib.messages import N_

Layers: TypeAlias = tuple[Layer, ...]

_MOST_OFFERED: Final = 4


@dataclass(frozen=True)
class Change:
    """One change: what it is, as a sentence with gaps, and the layers after it."""

    template: str
    layers: Layers
    values: dict[str, Any]


def propose(
    input_shape: tuple[int, int, int], layers: Layers, problem: LayerError, *, most_layers: int
) -> list[Change]:
    """Return up to four changes that get past `problem`, those that get furthest first."""
    rated = []
    for change in _CANDIDATES[problem.kind](layers, problem.index):
        reached = _reach(input_shape, change.layers)
        added = len(change.layers) - len(layers)
        allowed = 1 <= len(change.layers) <= most_layers
        if allowed and reached > problem.index + added:
            rated.append((len(change.layers) - reached, change))
    # Fewest layers still out of reach first; sorted() keeps the order of equals.
    ranked = [change for _, change in sorted(rated, key=lambda pair: pair[0])]
    return _first_of_each_kind(ranked)[:_MOST_OFFERED]


def _first_of_each_kind(ranked: list[Change]) -> list[Change]:
    """Return one change of each sentence and layer: of all windows that fit, only the largest."""
    kinds: dict[tuple[str, int], Change] = {}
    for change in ranked:
        kinds.setdefault((change.template, change.values["number"]), change)
    return list(kinds.values())


def _reach(input_shape: tuple[int, int, int], layers: Layers) -> int:
    """Return how many layers can be built before the first problem."""
    try:
        return len(walk(input_shape, layers))
    except LayerError as problem:
        return problem.index


def _mend_window(layers: Layers, index: int) -> Iterator[Change]:
    layer = layers[index]
    yield Change(
        N_('Pad layer {number}: padding="same".'),
        _replace(layers, index, padding="same"),
        {"number": index + 1},
    )
    setting = "kernel_size" if isinstance(layer, Conv2D) else "pool_size"
    for side in (5, 3, 2, 1):
        if side < max(getattr(layer, setting)):
            yield Change(
                N_("Give layer {number} a window of {side}×{side}."),
                _replace(layers, index, **{setting: (side, side)}),
                {"number": index + 1, "side": side},
            )
    for earlier in range(index - 1, -1, -1):
        if isinstance(layers[earlier], MaxPooling2D | AveragePooling2D):
            yield _remove(layers, earlier)
    yield _remove(layers, index)


def _mend_stride(layers: Layers, index: int) -> Iterator[Change]:
    yield Change(
        N_("Set the dilation_rate of layer {number} to 1."),
        _replace(layers, index, dilation_rate=(1, 1)),
        {"number": index + 1},
    )
    yield Change(
        N_("Set the strides of layer {number} to 1."),
        _replace(layers, index, strides=(1, 1)),
        {"number": index + 1},
    )


def _mend_vector(layers: Layers, index: int) -> Iterator[Change]:
    yield Change(
        N_("Put a Flatten layer before layer {number}."),
        (*layers[:index], Flatten(), *layers[index:]),
        {"number": index + 1},
    )
    yield Change(
        N_("Put a GlobalAveragePooling2D layer before layer {number}."),
        (*layers[:index], GlobalAveragePooling2D(), *layers[index:]),
        {"number": index + 1},
    )


def _mend_maps(layers: Layers, index: int) -> Iterator[Change]:
    for earlier in range(index - 1, -1, -1):
        if not isinstance(layers[earlier], Flatten | GlobalAveragePooling2D):
            continue
        without = (*layers[:index], *layers[index + 1 :])
        yield Change(
            N_("Move layer {number} before layer {earlier} ({type})."),
            (*without[:earlier], layers[index], *without[earlier:]),
            {"number": index + 1, "earlier": earlier + 1, "type": layers[earlier].type},
        )
        yield _remove(layers, earlier)
    yield _remove(layers, index)


def _mend_name(layers: Layers, index: int) -> Iterator[Change]:
    yield Change(
        N_("Let the lab name layer {number}."),
        _replace(layers, index, name=None),
        {"number": index + 1},
    )


def _mend_size(layers: Layers, index: int) -> Iterator[Change]:
    layer = layers[index]
    for setting in ("filters", "units"):
        for most in (256, 128, 64, 32, 16):
            if getattr(layer, setting, 0) > most:
                yield Change(
                    N_("Give layer {number} {most} {setting}."),
                    _replace(layers, index, **{setting: most}),
                    {"number": index + 1, "most": most, "setting": setting},
                )
    # The place that shrinks what this layer reads: before it, or before the Flatten that feeds it.
    flats = [at for at in range(index) if isinstance(layers[at], Flatten)]
    place = flats[-1] if isinstance(layer, Dense) and flats else index
    yield Change(
        N_("Put a MaxPooling2D layer before layer {number} ({type})."),
        (*layers[:place], MaxPooling2D(), *layers[place:]),
        {"number": place + 1, "type": layers[place].type},
    )
    yield _remove(layers, index)


_CANDIDATES: Final[dict[Kind, Callable[[Layers, int], Iterator[Change]]]] = {
    "window": _mend_window,
    "stride": _mend_stride,
    "vector": _mend_vector,
    "maps": _mend_maps,
    "name": _mend_name,
    "size": _mend_size,
}


def _replace(layers: Layers, index: int, **settings: Any) -> Layers:
    changed = layers[index].model_copy(update=settings)
    return (*layers[:index], changed, *layers[index + 1 :])


def _remove(layers: Layers, index: int) -> Change:
    return Change(
        N_("Remove layer {number} ({type})."),
        (*layers[:index], *layers[index + 1 :]),
        {"number": index + 1, "type": layers[index].type},
    )
