"""A pipeline in the making: its steps in the session and the link, and the widgets of each step."""

from typing import Any, TypedDict

import numpy as np
import streamlit as st

from lib.kernels import KERNELS
from lib.operations import (
    GROUPS,
    MOST_STEPS,
    OPERATIONS,
    PRESETS,
    Choice,
    Number,
    OperationError,
    Parameter,
    Result,
    Step,
    Switch,
    Table,
    Value,
    from_link,
    step,
    to_link,
)
from lib.ui import language
from lib.ui.language import _

PARAMETER = "ops"
"""The query parameter."""

START = "grey~sobel_horizontal"
"""What there is to begin with."""

_KEY = "operations"
_ENTRIES = f"{_KEY}.entries"


class Entry(TypedDict):
    """A step of the session: its number never changes, its place does."""

    id: int
    step: Step
    version: int  # of the table of weights that an editor began with
    base: Any


def begin() -> OperationError | None:
    """Take the pipeline from the link, once in a session; return what is wrong with the link."""
    problem = None
    if _ENTRIES not in st.session_state:
        asked = st.query_params.get(PARAMETER, START)
        try:
            steps = from_link(asked)
        except OperationError as error:
            problem, steps = error, from_link(START)
        replace(steps)
    keep_in_link()
    return problem


def entries() -> list[Entry]:
    """Return the steps as they are."""
    kept: list[Entry] = st.session_state[_ENTRIES]
    return kept


def steps() -> tuple[Step, ...]:
    """Return the pipeline."""
    return tuple(entry["step"] for entry in entries())


def replace(steps: tuple[Step, ...]) -> None:
    """Put another pipeline in the place of this one."""
    st.session_state[_ENTRIES] = []
    for each in steps:
        _append(each)
    keep_in_link()


def link() -> str:
    """Return the pipeline as it stands in the link."""
    return to_link(steps())


def show_menu() -> None:
    """Show what can be added, and the pipelines to begin with."""
    full = len(entries()) >= MOST_STEPS
    groups = {name: _(title) for name, title in GROUPS.items()}
    operations = {
        name: f"{groups[operation.group]}: {_(operation.title)}"
        for name, operation in OPERATIONS.items()
    }
    presets = {name: _(preset.title) for name, preset in PRESETS.items()}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.selectbox(
            _("Add an operation"),
            list(operations),
            index=None,
            format_func=operations.__getitem__,
            placeholder=_("Choose one; it goes to the end"),
            key=f"{_KEY}.add",
            on_change=_add,
            disabled=full,
            width=340,
        )
        st.selectbox(
            _("Or begin with"),
            list(presets),
            index=None,
            format_func=presets.__getitem__,
            placeholder=_("A pipeline"),
            key=f"{_KEY}.preset",
            on_change=_load_preset,
            width=300,
        )
        st.button(
            _("Remove all"),
            icon=":material/delete_sweep:",
            on_click=replace,
            args=((),),
            key=f"{_KEY}.clear",
            disabled=not entries(),
        )
    if full:
        st.caption(_("A pipeline has at most {most} steps.").format(most=MOST_STEPS))


def show_heading(index: int) -> None:
    """Show a step's name and the buttons that move and remove it."""
    entry = entries()[index]
    operation = OPERATIONS[entry["step"].operation]
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"#### {index + 1} · {_(operation.title)}", width="stretch")
        for name, icon, words, change, off in (
            ("up", "arrow_upward", _("Earlier"), -1, index == 0),
            ("down", "arrow_downward", _("Later"), 1, index == len(entries()) - 1),
        ):
            st.button(
                "",
                icon=f":material/{icon}:",
                help=words,
                key=f"{_KEY}.{entry['id']}.{name}",
                on_click=_move,
                args=(entry["id"], change),
                disabled=off,
            )
        st.button(
            "",
            icon=":material/close:",
            help=_("Remove"),
            key=f"{_KEY}.{entry['id']}.remove",
            on_click=_remove,
            args=(entry["id"],),
        )


def show_parameters(index: int) -> OperationError | None:
    """Show a step's widgets and take over what they say; return what is wrong with it."""
    entry = entries()[index]
    operation = OPERATIONS[entry["step"].operation]
    values = entry["step"].named
    for parameter in operation.parameters:
        values[parameter.name] = _widget(entry, parameter, values)
    try:
        entry["step"] = step(operation.name, **values)
    except OperationError as problem:
        return problem
    return None


def _widget(entry: Entry, parameter: Parameter, values: dict[str, Value]) -> Value:
    value = values[parameter.name]
    if isinstance(parameter, Table):
        return _table(entry, parameter, value)
    key = f"{_KEY}.{entry['id']}.{parameter.name}"
    if key not in st.session_state:  # the step is new, or the page has been opened again
        st.session_state[key] = value
    if isinstance(parameter, Number):
        return _number(key, parameter, values)
    if isinstance(parameter, Switch):
        return st.toggle(_(parameter.title), key=key)
    return _choice(key, parameter)


def _number(key: str, parameter: Number, values: dict[str, Value]) -> Value:
    kind = int if parameter.whole or parameter.step == int(parameter.step) else float
    st.session_state[key] = kind(st.session_state[key])
    unit = f" ({parameter.unit})" if parameter.unit else ""
    return st.slider(
        f"{_(parameter.title)}{unit}",
        kind(parameter.low),
        kind(parameter.high),
        step=kind(parameter.step),
        key=key,
        disabled=parameter.name == "value" and values.get("method") == "otsu",
    )


def _choice(key: str, parameter: Choice) -> Value:
    names = {name: _(title) for name, title in parameter.options.items()}
    chosen: str | None = st.segmented_control(
        _(parameter.title),
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=key,
    )
    return chosen or parameter.default


def _table(entry: Entry, parameter: Table, value: Value) -> Value:
    """Show the weights as a sheet; a size or a named kernel begins a new one."""
    if entry["base"] is None:
        entry["base"] = np.array(value)
    key = f"{_KEY}.{entry['id']}"
    kernels = {name: _(kernel.title) for name, kernel in KERNELS.items()}
    with st.container(horizontal=True, gap="small"):
        rows, columns = entry["base"].shape
        for name, title, side in (("rows", _("Rows"), rows), ("columns", _("Columns"), columns)):
            st.session_state[f"{key}.{name}"] = side
            st.number_input(
                title, 1, 7, key=f"{key}.{name}", on_change=_resize, args=(entry["id"],), width=110
            )
        st.selectbox(
            _("Take a known one"),
            list(kernels),
            index=None,
            format_func=kernels.__getitem__,
            placeholder=_("Kernels"),
            key=f"{key}.known",
            on_change=_take_known,
            args=(entry["id"],),
            width="stretch",
        )
    edited = st.data_editor(
        entry["base"],
        key=f"{key}.table.{entry['version']}",
        hide_index=True,
        num_rows="fixed",
        width="stretch",
        row_height=32,
        column_config={
            str(column): st.column_config.NumberColumn(str(column + 1))
            for column in range(entry["base"].shape[1])
        },
    )
    return tuple(tuple(float(weight) for weight in row) for row in np.asarray(edited, float))


def show_facts(before: Result, after: Result) -> None:
    """Say what kind of array a step made, and of what."""
    shape = str(after.picture.shape)
    if before.picture.shape != after.picture.shape:
        shape = f"{before.picture.shape} → {after.picture.shape}"
    dtype = str(after.picture.dtype)
    if before.picture.dtype != after.picture.dtype:
        dtype = f"{before.picture.dtype} → {after.picture.dtype}"
    if len(after.code) > 1:
        st.markdown(_("Needed first: `{code}`").format(code=after.code[0]))
    st.markdown(
        _("shape `{shape}`, dtype `{dtype}`, least {least}, greatest {greatest}").format(
            shape=shape,
            dtype=dtype,
            least=language.number(after.least),
            greatest=language.number(after.greatest),
        )
    )


def keep_in_link() -> None:
    """Carry the pipeline into the link; it is left out when it is the one to begin with."""
    if link() == START:
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = link()


def _append(new: Step) -> None:
    number = st.session_state.get(f"{_KEY}.next", 0)
    st.session_state[f"{_KEY}.next"] = number + 1
    entries().append({"id": number, "step": new, "version": 0, "base": None})


def _add() -> None:
    name = st.session_state[f"{_KEY}.add"]
    if name is not None and len(entries()) < MOST_STEPS:
        _append(step(name))
    st.session_state[f"{_KEY}.add"] = None


def _load_preset() -> None:
    name = st.session_state[f"{_KEY}.preset"]
    if name is not None:
        replace(PRESETS[name].steps)
    st.session_state[f"{_KEY}.preset"] = None


def _place(number: int) -> int:
    return next(place for place, entry in enumerate(entries()) if entry["id"] == number)


def _move(number: int, change: int) -> None:
    place = _place(number)
    entries().insert(place + change, entries().pop(place))


def _remove(number: int) -> None:
    entries().pop(_place(number))


def _resize(number: int) -> None:
    """Give the table another size; what it has keeps its place, what is new is 0."""
    entry = entries()[_place(number)]
    old = np.array(entry["step"].named["weights"])
    key = f"{_KEY}.{number}"
    new = np.zeros((st.session_state[f"{key}.rows"], st.session_state[f"{key}.columns"]))
    rows, columns = np.minimum(old.shape, new.shape)
    new[:rows, :columns] = old[:rows, :columns]
    _begin_table(entry, new)


def _take_known(number: int) -> None:
    name = st.session_state[f"{_KEY}.{number}.known"]
    if name is not None:
        _begin_table(entries()[_place(number)], np.array(KERNELS[name].weights))
    st.session_state[f"{_KEY}.{number}.known"] = None


def _begin_table(entry: Entry, weights: Any) -> None:
    entry["base"], entry["version"] = weights, entry["version"] + 1
    entry["step"] = step("kernel", weights=tuple(map(tuple, weights.tolist())))
