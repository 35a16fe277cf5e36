"""Convolution: the stepper, the code, and the same kernel on pictures."""

import streamlit as st

from lib import chains, datasets, figures_layers, presets
from lib.convolution import ConvolutionSetting
from lib.kernels import KERNELS
from lib.pictures import enlarged
from lib.scenes import Scene
from lib.ui import example, frame, lesson, scene
from lib.ui.components import stepper
from lib.ui.language import _, number

PAGE = "convolution"
OWN = "own"
WIDTH = 170  # pixels of a small picture: two stand beside each other on a telephone
STILL = {"displayModeBar": False}


def shape_of(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def top() -> ConvolutionSetting:
    """Show the stepper with its examples; return what stands in it."""
    choice, note = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
    with choice:
        preset, start = example.choose(PAGE, presets.CONVOLUTIONS)
    with note:
        lesson.show(PAGE, f"preset-{preset.name}")
    setting = stepper.convolution(start, key=f"{PAGE}.stepper", preset=preset.name)
    example.remember(PAGE, preset, setting)
    return setting


def explained(setting: ConvolutionSetting) -> None:
    lesson.try_this(PAGE, "stepper-try")
    turned, weights = st.columns(2, gap="large")
    with turned:
        st.subheader(_("Is this a convolution?"), anchor="correlation")
        lesson.show(PAGE, "correlation")
    with weights:
        st.subheader(_("The weights and their shape"), anchor="weights")
        st.markdown(weights_in_words(setting))
        lesson.show(PAGE, "weights")


def weights_in_words(setting: ConvolutionSetting) -> str:
    shape = setting.weights().shape
    return _(
        "Above, the weights are an array of shape **[{rows}, {columns}, {channels}, {filters}]**:"
        " height {rows}, width {columns}, channels in {channels}, filters {filters}."
        " That makes {rows} · {columns} · {channels} · {filters} = {count} weights, and one bias"
        " for each filter."
    ).format(
        rows=shape[0],
        columns=shape[1],
        channels=shape[2],
        filters=shape[3],
        count=number(setting.weights().size),
    )


def code(setting: ConvolutionSetting) -> None:
    st.header(_("The same in Keras"), anchor="code")
    lesson.show(PAGE, "code")
    script, result = st.columns([5, 2], gap="medium")
    with script:
        st.code(setting.to_code(), language="python")
    with result:
        output = setting.output()
        st.markdown(_("`output` has the shape **{shape}**:").format(shape=shape_of(output.shape)))
        st.code(figures_layers.printed(output), language=None)


def controls(setting: ConvolutionSetting) -> tuple[Scene, chains.Chain]:
    """Show what can be set about the picture's chain."""
    first, second, third = st.columns(3, gap="medium")
    with first:
        picture = scene.choose(PAGE)
    with second:
        titles = {OWN: _("The one above, as you left it")}
        titles |= {name: _(kernel.title) for name, kernel in KERNELS.items()}
        kernel = pick(_("Kernel"), titles, "kernel")
    with third:
        rectifier = pick(
            _("Negative values"),
            {"absolute": _("absolute value"), "relu": _("become 0 (ReLU)"), "none": _("stay")},
            "rectifier",
        )
    fourth, fifth, sixth = st.columns(3, gap="medium")
    with fourth:
        cutoff = st.number_input(
            _("Cut-off"), 0.0, 1000.0, chains.CUTOFF, 0.05, key=f"{PAGE}.cutoff",
            help=_("So much is taken off every value; what would fall below 0 becomes 0."),
        )  # fmt: skip
    with fifth:
        sizes = {side: f"{side} × {side}" for side in (2, 3, 4)} | {1: _("none")}
        size = pick(_("Pooling window"), sizes, "size")
    with sixth:
        modes = {"max": _("maximum"), "average": _("average"), "min": _("minimum")}
        mode = pick(_("Pooling takes the"), modes, "mode", disabled=size == 1)
    own = kernel == OWN
    weights = setting.weights() if own else chains.named(kernel)
    bias = setting.bias if own else ()
    return picture, chains.Chain(weights, bias, rectifier, cutoff, size, mode)


def pick(label: str, options: dict, key: str, *, disabled: bool = False):
    """Show a list of options with their titles and return the chosen one."""
    return st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"{PAGE}.{key}",
        disabled=disabled,
    )


@st.fragment
def on_a_picture(setting: ConvolutionSetting) -> None:
    """Show the chain on a real picture; only this part runs again when its settings change."""
    picture, chain = controls(setting)
    channels, filters = chain.kernels.shape[2:]
    if channels not in (1, 3):
        st.info(
            _(
                "The kernel above has {channels} channels, but a picture has 1 or 3. Choose"
                " another kernel."
            ).format(channels=channels),
            icon=":material/lightbulb:",
        )
        return
    shown = 0
    if filters > 1:
        shown = st.segmented_control(
            _("Filter"),
            range(filters),
            format_func=lambda index: number(index + 1),
            default=0,
            required=True,
            key=f"{PAGE}.filter",
        )
    with st.container(horizontal=True, gap="small"):
        for step, stage in enumerate(chain.run(picture.values(channels))):
            with st.container(width=WIDTH, gap="xsmall"):
                show_stage(step + 1, stage, shown)
    with st.expander(_("This chain as Keras code"), icon=":material/code:"):
        st.code(chain.to_code(picture.to_code(channels)), language="python")


def show_stage(step: int, stage: chains.Stage, shown: int) -> None:
    titles = {
        "picture": _("Picture"),
        "convolution": _("Convolution"),
        "absolute": _("Absolute value"),
        "relu": _("ReLU"),
        "cutoff": _("Cut-off"),
        "pooling": _("Pooling"),
    }
    st.markdown(f"**{step} · {titles[stage.name]}**")
    if stage.name == "picture":
        st.image(enlarged(figures_layers.grey(stage.values, 1.0), WIDTH), width=WIDTH)
    else:
        st.plotly_chart(
            figures_layers.feature_map(stage.values[..., shown], limit=stage.limit, pixels=WIDTH),
            key=f"{PAGE}.stage.{stage.name}",
            config=STILL,
        )
    low, high = stage.range
    st.caption(
        _("{shape}, from {low} to {high}").format(
            shape=shape_of(stage.values.shape), low=number(low, 2), high=number(high, 2)
        )
    )


def bars() -> None:
    nine = chains.bar_maps()
    words, filters = st.columns(2, gap="large")
    with words:
        lesson.show(PAGE, "bars")
        st.markdown(
            _("All four rows of maps share one scale: from 0 to {limit}.").format(
                limit=number(nine.limit, 2)
            )
        )
        lesson.try_this(PAGE, "bars-try")
    with filters, st.container(horizontal=True, gap="small"):
        for index in range(2):
            with st.container(width=WIDTH, gap="xsmall"):
                st.markdown(_("**Filter {number}**, times 23").format(number=index + 1))
                st.plotly_chart(
                    figures_layers.number_grid(
                        chains.edge_kernels()[..., 0, index] * 23, limit=4, pixels=WIDTH
                    ),
                    key=f"{PAGE}.bars.filter{index}",
                    config=STILL,
                )
    names = datasets.describe("bars").class_names
    st.markdown(
        _("In this order: {names}.").format(
            names=", ".join(_(names[label]) for label in nine.labels)
        )
    )
    rows = (
        (_("Nine pictures, 28 × 28"), nine.pictures, 1.0),
        (_("Filter 1: absolute value, less 0.2"), nine.maps[..., 0], nine.limit),
        (_("Filter 2: absolute value, less 0.2"), nine.maps[..., 1], nine.limit),
        (_("Filter 1 after max pooling, 14 × 14"), nine.pooled[..., 0], nine.limit),
        (_("Filter 2 after max pooling, 14 × 14"), nine.pooled[..., 1], nine.limit),
    )
    for title, pictures, limit in rows:
        st.markdown(f"**{title}**")
        st.image(enlarged(figures_layers.picture_row(pictures, limit=limit), 1100), width="stretch")


frame.enter()
st.title(_("Convolution"))
lesson.show(PAGE, "lead")
current = top()
explained(current)
code(current)
st.header(_("The same kernel on a real picture"), anchor="picture")
lesson.show(PAGE, "picture")
on_a_picture(current)
lesson.try_this(PAGE, "picture-try")
st.header(_("Nine bars, two filters"), anchor="bars")
bars()
