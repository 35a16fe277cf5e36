"""The calculator for a chain of layers: presets, an editor, the drawing, the numbers, the code."""

from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from lib.architecture import ArchitectureError
from lib.calculator import chain, notation
from lib.calculator.chain import NEW, PRESETS, Chain, Row, from_architecture
from lib.calculator.notation import Kind, Pair, Setting, write_layer
from lib.ui import lesson
from lib.ui.calculator import desk
from lib.ui.calculator.desk import put
from lib.ui.calculator.sizetext import memory, times
from lib.ui.components import ladder, sizes
from lib.ui.components.ladder import Rung
from lib.ui.components.sizes import Card
from lib.ui.language import _, number, problem

_PADDINGS: Final[tuple[Literal["valid", "same"], ...]] = ("valid", "same")
_CHOSEN: Final = "arithmetic.chosen"  # no widget's key: which layer is being edited


def show() -> None:
    """Show the calculator."""
    lesson.show("arithmetic", "chain")
    _presets()
    top = st.container(key="arithmetic-chain-top")
    with st.expander(_("Change the layers"), expanded=True, key="chain-editor"):
        current = _edit(desk.desk().chain)
    desk.desk().chain = current
    fault = current.problem()
    with top:
        _headline(current, fault)
        if fault is not None:
            _explain(fault)
        ladder.strip(_rungs(current), key="chain.strip")
    _table(current)
    lesson.try_this("arithmetic", "chain-try")
    if fault is None:
        st.subheader(_("The same in Keras"), divider="gray")
        lesson.show("arithmetic", "chain-code")
        st.code(current.to_code(), language="python")


def _presets() -> None:
    with st.container(horizontal=True, gap="small"):
        for name, preset in PRESETS.items():
            st.button(
                name,
                key=f"chain.preset.{name}",
                help=f"{_(preset.name)}. {_(preset.source)}",
                type="primary" if preset.chain == desk.desk().chain else "secondary",
                on_click=_load,
                args=(preset.chain,),
            )
    loaded = [preset for preset in PRESETS.values() if preset.chain == desk.desk().chain]
    if loaded:
        st.caption(f"**{_(loaded[0].name)}** · {_(loaded[0].source)}")


def _load(new: Chain, chosen: int = 0) -> None:
    """Put a chain on the desk, with one of its layers to be edited."""
    put(chain=new)
    st.session_state[_CHOSEN] = min(chosen, len(new.layers) - 1)


# -- The editor ---------------------------------------------------------------------------------


def _edit(current: Chain) -> Chain:
    """Let the student change the picture's shape and one layer at a time."""
    with _row():
        shape = (
            _number(_("Height"), "height", current.shape[0], notation.MOST_SIDE),
            _number(_("Width"), "width", current.shape[1], notation.MOST_SIDE),
            _number(_("Channels in"), "channels", current.shape[2], chain.MOST_CHANNELS),
        )
    current = replace(current, shape=shape)
    places = range(len(current.layers))
    shown = st.pills(
        _("The layer to change"),
        list(places),
        format_func=lambda place: f"{place + 1} · {short(current.layers[place])}",
        key=_seed("chosen", min(st.session_state.get(_CHOSEN, 0), len(places) - 1)),
        required=True,
        wrap=True,
    )
    chosen = shown or 0
    st.session_state[_CHOSEN] = chosen
    current = current.replaced(chosen, _edit_layer(current.layers[chosen], chosen))
    _moves(current, chosen)
    return current


def _edit_layer(layer: Setting, place: int) -> Setting:
    """Let the student change one layer."""
    names = kinds()
    with _row():
        kind = st.selectbox(
            _("Kind"),
            list(names),
            format_func=names.__getitem__,
            key=_seed(f"{place}.type", layer.type),
            width=230,
        )
        if kind != layer.type:
            layer = NEW[kind]
        name = f"{place}.{kind}"
        if kind in notation.MOST_COUNT:
            label = _("Units") if kind == "Dense" else _("Filters")
            most = notation.MOST_COUNT[kind]
            layer = replace(layer, count=_number(label, f"{name}.count", layer.count, most))
        if kind in notation.WITH_WINDOW:
            layer = _edit_window(layer, name)
    return layer


def _edit_window(layer: Setting, name: str) -> Setting:
    kernel = _pair((_("Kernel height"), _("Kernel width")), f"{name}.kernel", layer.kernel)
    stride = _pair((_("Stride, down"), _("Stride, right")), f"{name}.stride", layer.stride)
    padding = st.selectbox(
        _("Padding"), _PADDINGS, key=_seed(f"{name}.padding", layer.padding), width=150
    )
    dilation = layer.dilation
    if layer.type == "Conv2D":
        both = _number(_("Dilation"), f"{name}.dilation", dilation[0], notation.MOST_DILATION)
        dilation = dilation if both == dilation[0] else (both, both)
    return replace(layer, kernel=kernel, stride=stride, padding=padding, dilation=dilation)


def _moves(current: Chain, place: int) -> None:
    """Show the buttons that add, move and remove."""
    last = len(current.layers) - 1
    with _row():
        st.button(
            _("Earlier"), icon=":material/arrow_back:", key="chain.earlier", disabled=place == 0,
            on_click=_move, args=(place, place - 1),
        )  # fmt: skip
        st.button(
            _("Later"), icon=":material/arrow_forward:", key="chain.later", disabled=place == last,
            on_click=_move, args=(place, place + 1),
        )  # fmt: skip
        st.button(
            _("Remove"), icon=":material/delete:", key="chain.remove", disabled=last == 0,
            on_click=_remove, args=(place,),
        )  # fmt: skip
        st.button(
            _("Add a layer after it"), icon=":material/add:", key="chain.add",
            disabled=not chain.can_grow(current), on_click=_add, args=(place,),
        )  # fmt: skip


def _move(place: int, to: int) -> None:
    _load(desk.desk().chain.moved(place, to), to)


def _remove(place: int) -> None:
    _load(desk.desk().chain.removed(place), max(place - 1, 0))


def _add(place: int) -> None:
    current = desk.desk().chain
    # Behind a vector only a dense layer makes sense.
    earlier = {layer.type for layer in current.layers[: place + 1]}
    kind: Kind = "Dense" if earlier & {"Flatten", "GlobalAveragePooling2D"} else "Conv2D"
    _load(current.inserted(place + 1, NEW[kind]), place + 1)


def _row() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, gap="small", vertical_alignment="bottom")


def _pair(labels: tuple[str, str], name: str, now: Pair) -> Pair:
    return (
        _number(labels[0], f"{name}.height", now[0], notation.MOST_KERNEL),
        _number(labels[1], f"{name}.width", now[1], notation.MOST_KERNEL),
    )


def _number(label: str, name: str, now: int, most: int) -> int:
    return st.number_input(label, 1, most, key=_seed(name, now), width=150)


def _seed(name: str, value: object) -> str:
    """Return a widget's key, with a value if the widget is new."""
    key = f"chain.{desk.desk().version}.{name}"
    st.session_state.setdefault(key, value)
    return key


# -- What comes of it ---------------------------------------------------------------------------


def kinds() -> dict[Kind, str]:
    """Return what each kind of layer is called."""
    return {
        "Conv2D": _("Convolution"),
        "MaxPooling2D": _("Max pooling"),
        "AveragePooling2D": _("Average pooling"),
        "GlobalAveragePooling2D": _("Global average pooling"),
        "Flatten": _("Flatten"),
        "Dense": _("Dense"),
    }


def short(layer: Setting) -> str:
    """Write a layer as the lectures do: C12 5, P2, Flatten, D512."""
    if layer.type in ("Flatten", "GlobalAveragePooling2D"):
        return kinds()[layer.type]
    return write_layer(layer).replace("k", " ").replace("same", " same").replace("x", "×")


def _headline(current: Chain, fault: ArchitectureError | None) -> None:
    rows = current.rows()
    end = rows[-1].trace
    sizes.headline(
        Card(_("Input: height × width × channels"), times(current.shape)),
        Card(
            _("Output"),
            _("impossible") if fault is not None or end is None else times(end.output_shape),
        ),
        possible=fault is None,
        key="chain.headline",
    )


def _explain(fault: ArchitectureError) -> None:
    st.warning(problem(fault), icon=":material/lightbulb:")
    with st.container(horizontal=True, gap="small"):
        for index, repair in enumerate(fault.repairs):
            st.button(
                _(repair.template).format(**repair.values),
                icon=":material/build:",
                key=f"chain.repair.{index}",
                on_click=_load,
                args=(from_architecture(repair.architecture), fault.index or 0),
            )


def _rungs(current: Chain) -> list[Rung]:
    """Return the lines of the table: the picture, then every layer."""
    rows = current.rows()
    bad = next((place for place, row in enumerate(rows) if row.trace is None), len(rows))
    layers = [
        _rung(row, "done" if place < bad else "bad" if place == bad else "after")
        for place, row in enumerate(rows)
    ]
    return [Rung(_("Picture"), "", current.shape, ("", "", "", "1 × 1")), *layers]


def _table(current: Chain) -> None:
    totals = current.totals()
    heads = [
        _("Layer"),
        _("Output shape"),
        _("Parameters"),
        _("Multiply-adds"),
        _("Memory"),
        _("Receptive field"),
    ]
    last = [
        _("All layers") if current.problem() is None else _("What fits, together"),
        "",
        number(totals.parameters),
        number(totals.multiply_adds),
        memory(totals.memory),
        "",
    ]
    ladder.table(_rungs(current), heads, last, key="chain.table")


def _rung(row: Row, state: str) -> Rung:
    name = kinds()[row.setting.type]
    text = "" if row.setting.type in ("Flatten", "GlobalAveragePooling2D") else short(row.setting)
    if row.trace is None:
        nothing = ("", "", "", "")
        if state == "bad":
            return Rung(name, text, (), nothing, "bad", _("does not fit"))
        return Rung(name, text, (), nothing, "after")
    field = row.trace.receptive_field
    return Rung(
        name,
        text,
        row.trace.output_shape,
        (
            number(row.parameters.value)
            + (f"\n{row.parameters.sum}" if row.parameters.sum else ""),
            number(row.trace.multiply_adds),
            memory(row.memory),
            times(field) if field else "–",
        ),
    )
