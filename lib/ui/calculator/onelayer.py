"""The calculator for one layer: its settings, its size and formula, its windows, its cost."""

from dataclasses import replace
from typing import Final

import streamlit as st

from lib.calculator import notation
from lib.calculator.cost import Cost
from lib.calculator.derivation import latex
from lib.calculator.notation import Kind, Pair, PairPadding, Setting
from lib.calculator.single import OneLayer, OneLayerError, to_code
from lib.ui import lesson
from lib.ui.calculator import desk
from lib.ui.calculator.desk import put
from lib.ui.calculator.sizetext import memory, missed_columns, missed_padding, missed_rows, times
from lib.ui.components import sizes, windows
from lib.ui.components.sizes import Card
from lib.ui.language import _, number, problem

#: What a layer is when its kind has just been chosen.
_USUAL: Final[dict[Kind, Setting]] = {
    "Conv2D": Setting("Conv2D", 12, kernel=(5, 5)),
    "Conv2DTranspose": Setting("Conv2DTranspose", 12, kernel=(3, 3), stride=(2, 2)),
    "MaxPooling2D": Setting("MaxPooling2D", kernel=(2, 2), stride=(2, 2)),
    "AveragePooling2D": Setting("AveragePooling2D", kernel=(2, 2), stride=(2, 2)),
}


def show() -> None:
    """Show the calculator."""
    top = st.container(key="arithmetic-top")
    left, right = st.columns([2, 3], gap="large")
    with left:
        layer = _controls()
        desk.desk().layer = layer
    try:
        output = layer.output_shape()
    except OneLayerError as error:
        with top:
            _headline(layer, None)
        with right:
            _formula(layer)
            _explain(error)
        return
    with top:
        _headline(layer, output)
    with right:
        _formula(layer)
        _drawing(layer)
    lesson.try_this("arithmetic", "layer-try-transposed" if layer.transposed else "layer-try")
    st.subheader(_("What it costs"), divider="gray")
    _cards(layer, layer.cost())
    st.subheader(_("The same in Keras"), divider="gray")
    lesson.show("arithmetic", "code")
    st.code(to_code(layer), language="python")


# -- Settings -----------------------------------------------------------------------------------


def _controls() -> OneLayer:
    """Let the student set the layer; every widget starts with what is on the desk."""
    layer = desk.desk().layer
    names = {
        "Conv2D": _("Convolution"),
        "MaxPooling2D": _("Max pooling"),
        "AveragePooling2D": _("Average pooling"),
        "Conv2DTranspose": _("Transposed convolution"),
    }
    st.pills(
        _("Layer"),
        list(names),
        format_func=names.__getitem__,
        key=_seed("type", layer.setting.type),
        required=True,
        on_change=_change_kind,
        label_visibility="collapsed",
        wrap=True,
    )
    setting = layer.setting
    with _row():
        height = _number(_("Height"), "height", layer.shape[0], notation.MOST_SIDE)
        width = _number(_("Width"), "width", layer.shape[1], notation.MOST_SIDE)
        channels = _number(_("Channels in"), "channels", layer.shape[2], notation.MOST_CHANNELS)
        if not layer.pools:
            most = notation.MOST_COUNT[setting.type]
            setting = replace(setting, count=_number(_("Filters"), "filters", setting.count, most))
    setting = _windows(setting)
    if not layer.pools:
        setting = replace(setting, bias=st.toggle(_("Bias"), key=_seed("bias", setting.bias)))
    return OneLayer((height, width, channels), setting)


def _change_kind() -> None:
    """Start the chosen kind with its usual settings, for the picture that is there."""
    layer = desk.desk().layer
    kind: Kind = st.session_state[_key("type")]
    put(layer=OneLayer(layer.shape, _USUAL[kind]))


def _windows(setting: Setting) -> Setting:
    """Let the student set kernel, stride, padding and dilation, for both sides or each."""
    pairs = [setting.kernel, setting.stride, setting.dilation]
    if not isinstance(setting.padding, str):
        pairs.append(setting.padding)
    both = st.toggle(_("Same for both sides"), key=_seed("alike", all(a == b for a, b in pairs)))
    pools = setting.type in notation.POOLING
    with _row():
        kernel = _pair(
            _window_labels(pools), "kernel", setting.kernel, (1, notation.MOST_KERNEL), both
        )
        stride = _pair(
            (_("Stride"), _("Stride, down"), _("Stride, right")),
            "stride", setting.stride, (1, notation.MOST_STRIDE), both,
        )  # fmt: skip
        dilation = setting.dilation
        if not pools:
            dilation = _pair(
                (_("Dilation"), _("Dilation, down"), _("Dilation, right")),
                "dilation", setting.dilation, (1, notation.MOST_DILATION), both,
            )  # fmt: skip
    padding = _padding(setting.padding, both)
    return replace(setting, kernel=kernel, stride=stride, dilation=dilation, padding=padding)


def _window_labels(pools: bool) -> tuple[str, str, str]:
    if pools:
        return _("Window"), _("Window height"), _("Window width")
    return _("Kernel"), _("Kernel height"), _("Kernel width")


def _padding(padding: PairPadding, both: bool) -> PairPadding:
    names = {"valid": "valid", "same": "same", "number": _("a number")}
    now = padding if isinstance(padding, str) else "number"
    chosen = st.segmented_control(
        _("Padding"),
        list(names),
        format_func=names.__getitem__,
        key=_seed("padding", now),
        required=True,
        help=lesson.text("arithmetic", "padding-help"),
    )
    if chosen != "number":
        return "same" if chosen == "same" else "valid"
    with _row():
        return _pair(
            (_("Padding on each side"), _("Padding, top and bottom"), _("Padding, left and right")),
            "pad",
            (1, 1) if isinstance(padding, str) else padding,
            (0, notation.MOST_PADDING),
            both,
        )


def _row() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, gap="small", vertical_alignment="bottom")


def _pair(
    labels: tuple[str, str, str], name: str, now: Pair, bounds: tuple[int, int], both: bool
) -> Pair:
    """Ask for one number, or for one along the height and one along the width."""
    least, most = bounds
    if both:
        side = _number(labels[0], f"{name}.both", now[0], most, least)
        return side, side
    return (
        _number(labels[1], f"{name}.height", now[0], most, least),
        _number(labels[2], f"{name}.width", now[1], most, least),
    )


def _number(label: str, name: str, now: int, most: int, least: int = 1) -> int:
    return st.number_input(label, least, most, key=_seed(name, now), width=150)


def _key(name: str) -> str:
    return f"layer.{desk.desk().version}.{name}"


def _seed(name: str, value: object) -> str:
    """Return a widget's key, with a value if the widget is new."""
    st.session_state.setdefault(_key(name), value)
    return _key(name)


# -- What comes of it ---------------------------------------------------------------------------


def _headline(layer: OneLayer, output: tuple[int, int, int] | None) -> None:
    sizes.headline(
        Card(_("Input: height × width × channels"), times(layer.shape)),
        Card(_("Output"), _("impossible") if output is None else times(output)),
        possible=output is not None,
        key="layer.headline",
    )


def _formula(layer: OneLayer) -> None:
    """Show the formula with the student's numbers, for both sides where they differ."""
    height, width = layer.sides()
    st.latex(latex(height, "H"))
    if width != height:
        st.latex(latex(width, "W"))
    st.caption(lesson.text("arithmetic", _formula_part(layer)))


def _formula_part(layer: OneLayer) -> str:
    if layer.transposed:
        return "formula-transposed"
    return "formula-same" if layer.setting.padding == "same" else "formula"


def _explain(error: OneLayerError) -> None:
    """Say why nothing comes out, with a button for each change that mends it."""
    st.warning(problem(error), icon=":material/lightbulb:")
    with st.container(horizontal=True, gap="small"):
        for index, repair in enumerate(error.repairs):
            st.button(
                _(repair.template).format(**repair.values),
                icon=":material/build:",
                key=f"layer.repair.{index}",
                on_click=put,
                kwargs={"layer": repair.layer},
            )


def _drawing(layer: OneLayer) -> None:
    """Show the windows, and name the rows and columns that none of them reaches."""
    height, width = (side.slide() for side in layer.sides())
    transposed = layer.transposed
    sentences = [
        missed_rows(height, transposed=transposed),
        missed_columns(width, transposed=transposed),
        "" if transposed else missed_padding(height, width),
    ]
    if any(sentences):
        st.info(" ".join(filter(None, sentences)), icon=":material/content_cut:")
    else:
        whole = (
            _("Every cell of the output is painted.")
            if transposed
            else _("Every row and every column is read.")
        )
        st.markdown(f":green[:material/check:] {whole}")
    _padding_note(layer)
    windows.show(height, width, transposed=transposed, key="layer.windows")
    st.caption(lesson.text("arithmetic", "windows-transposed" if transposed else "windows"))


def _padding_note(layer: OneLayer) -> None:
    """Say where `same` adds its pixels, and what padding by a number is in Keras."""
    ends = [side.ends() for side in layer.sides()]
    if layer.setting.padding == "same":
        (top, bottom), (left, right) = ends
        template = (
            _(
                "`same` cuts off {top} above and {bottom} below, {left} on the left and {right} on"
                " the right."
            )
            if layer.transposed
            else _(
                "`same` adds {top} above and {bottom} below, {left} on the left and {right} on the"
                " right."
            )
        )
        st.caption(template.format(top=top, bottom=bottom, left=left, right=right))
    elif layer.pools and not isinstance(layer.setting.padding, str):
        st.caption(_("Keras pools without padding by a number: here zeros are put around first."))


def _cards(layer: OneLayer, cost: Cost) -> None:
    none = _("Pooling has no weights: nothing to learn, nothing to multiply.")
    seen = times(cost.receptive_field)
    sizes.cards(
        [
            Card(
                _("Parameters"),
                number(cost.parameters.value),
                cost.parameters.sum,
                none if layer.pools else _weights_note(layer),
            ),
            Card(
                _("Multiply-adds for one picture"),
                number(cost.multiply_adds.value),
                cost.multiply_adds.sum,
                none if layer.pools else _products_note(layer),
            ),
            Card(
                _("Memory of the output"),
                memory(cost.memory.value),
                _("{sum} bytes").format(sum=cost.memory.sum),
                _("float32: 4 bytes a number."),
            ),
            Card(
                _("Receptive field"),
                seen,
                "",
                _("So many input pixels, height × width, can one output value see."),
            ),
        ],
        key="layer.cards",
    )


def _weights_note(layer: OneLayer) -> str:
    if layer.setting.bias:
        return _("Kernel height · width · channels in, + 1 bias, for every filter.")
    return _("Kernel height · width · channels in, for every filter.")


def _products_note(layer: OneLayer) -> str:
    if layer.transposed:
        return _("Every place of the input paints with every weight.")
    return _("At every place of the output every weight is used once.")
