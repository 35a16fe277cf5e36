"""Pooling: the stepper, what survives, where the gradient flows, and flatten."""

import streamlit as st

from lib import chains, figures_layers, flatten, gradients, presets, scenes, stability
from lib.kernels import KERNELS
from lib.pooling import PoolingSetting
from lib.ui import example, frame, lesson, scene
from lib.ui.components import stepper
from lib.ui.language import _, number, percent

PAGE = "pooling"
WIDTH = 170  # pixels of a small picture: two stand beside each other on a telephone
CELL = 42  # pixels of a cell with a number in it
STILL = {"displayModeBar": False}


def shape_of(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def top() -> PoolingSetting:
    """Show the stepper with its examples; return what stands in it."""
    choice, note = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
    with choice:
        preset, start = example.choose(PAGE, presets.POOLINGS)
    with note:
        lesson.show(PAGE, f"preset-{preset.name}")
    setting = stepper.pooling(start, key=f"{PAGE}.stepper", preset=preset.name)
    example.remember(PAGE, preset, setting)
    lesson.try_this(PAGE, "stepper-try")
    return setting


def code(setting: PoolingSetting) -> None:
    lesson.show(PAGE, "code")
    script, result = st.columns([5, 2], gap="medium")
    with script:
        st.code(setting.to_code(), language="python")
    with result:
        output = setting.output()
        st.markdown(_("`output` has the shape **{shape}**:").format(shape=shape_of(output.shape)))
        st.code(figures_layers.printed(output), language=None)


@st.fragment
def survival() -> None:
    """Show a map and its pooling before and after the picture was disturbed."""
    first, second, third = st.columns(3, gap="medium")
    with first:
        picture = scene.choose(PAGE).values(1)[..., 0]
    with second:
        titles = {name: _(kernel.title) for name, kernel in KERNELS.items()}
        kernel = st.selectbox(
            _("Kernel"),
            list(titles),
            index=list(titles).index("edges_wide_vertical"),
            format_func=titles.__getitem__,
            key=f"{PAGE}.kernel",
        )
    with third:
        size = st.selectbox(
            _("Pooling window"), [2, 3, 4], format_func=lambda side: f"{side} × {side}",
            key=f"{PAGE}.size",
        )  # fmt: skip
    fourth, fifth, sixth = st.columns(3, gap="medium")
    with fourth:
        shift = st.slider(_("Shift to the right, in pixels"), 0, 4, 1, key=f"{PAGE}.shift")
    with fifth:
        noise = st.slider(
            _("Noise"), 0.0, 0.5, 0.0, 0.05, key=f"{PAGE}.noise",
            help=_("Standard deviation; the picture itself goes from 0 to 1."),
        )  # fmt: skip
    with sixth:
        seed = st.number_input(_("Seed of the noise"), 0, 9999, 1, key=f"{PAGE}.seed")
    disturbed = stability.noisy(stability.shifted(picture, 0, shift), noise, seed)
    weights = chains.named(kernel)[..., 0, 0]
    show_survival(stability.compare(picture, disturbed, weights, size))


def show_survival(comparisons: dict[str, stability.Comparison]) -> None:
    titles = {
        "map": _("Feature map"),
        "max": _("Maximum"),
        "average": _("Average"),
        "min": _("Minimum"),
    }
    with st.container(horizontal=True, gap="small"):
        for name, comparison in comparisons.items():
            with st.container(width=WIDTH, gap="xsmall", key=f"{PAGE}-survival-{name}"):
                st.markdown(f"**{titles[name]}** · {shape_of(comparison.before.shape)}")
                for moment in ("before", "after"):
                    st.plotly_chart(
                        figures_layers.feature_map(
                            getattr(comparison, moment), limit=comparison.limit, pixels=WIDTH
                        ),
                        key=f"{PAGE}.survival.{name}.{moment}",
                        config=STILL,
                    )
                st.markdown(
                    _("Difference **{difference}**  \nUnchanged **{kept}**").format(
                        difference=percent(comparison.relative_difference, 0),
                        kept=percent(comparison.kept, 0),
                    )
                )
    st.caption(_("Above: before. Below: after. Each pair shares one colour scale."))


def gradient(setting: PoolingSetting) -> None:
    lesson.show(PAGE, "gradient")
    for channel in range(setting.output().shape[2]):
        show_gradient(setting, channel)
    lesson.try_this(PAGE, "gradient-try")
    with st.expander(_("TensorFlow's own gradient, as code"), icon=":material/code:"):
        st.code(gradients.to_code(setting), language="python")


def show_gradient(setting: PoolingSetting, channel: int) -> None:
    above = gradients.upstream(setting)[..., channel]
    marked = gradients.receivers(setting, channel)
    grids = (
        (_("Input"), gradients.image(setting)[..., channel], marked),
        (_("From above"), above, ()),
        (_("Arrives at the input"), gradients.back(setting)[..., channel], marked),
    )
    with st.container(horizontal=True, gap="small"):
        for index, (title, values, cells) in enumerate(grids):
            height, width = values.shape
            with st.container(width=max(CELL * width, WIDTH), gap="xsmall"):
                st.markdown(f"**{title}**")
                st.plotly_chart(
                    figures_layers.number_grid(
                        values,
                        limit=float(abs(values).max()),
                        pixels=CELL * height,
                        marked=cells,
                    ),
                    key=f"{PAGE}.gradient.{channel}.{index}",
                    config=STILL,
                )


def halving() -> None:
    lesson.show(PAGE, "halving")
    digit = scenes.digit(5).values(1)[..., 0]
    maps = stability.halvings(digit, chains.named("edges_wide_vertical")[..., 0, 0])
    with st.container(horizontal=True, gap="small"):
        for index, values in enumerate(maps):
            with st.container(width=WIDTH, gap="xsmall"):
                st.markdown(f"**{shape_of(values.shape)}**")
                st.plotly_chart(
                    figures_layers.feature_map(values, limit=float(maps[0].max()), pixels=WIDTH),
                    key=f"{PAGE}.halving.{index}",
                    config=STILL,
                )
                st.caption(_("{count} numbers").format(count=number(values.size)))


@st.fragment
def flattening() -> None:
    lesson.show(PAGE, "flatten")
    channels = st.segmented_control(
        _("Channels"), [1, 2], default=1, required=True, key=f"{PAGE}.channels"
    )
    values = flatten.example(channels)
    vector = flatten.flatten(values)
    index = st.slider(_("Place in the vector"), 0, len(vector) - 1, 5, key=f"{PAGE}.index")
    place = flatten.place(index, values.shape)
    with st.container(horizontal=True, gap="small"):
        for channel in range(channels):
            with st.container(width=WIDTH, gap="xsmall"):
                st.markdown(_("**Channel {channel}**").format(channel=channel))
                here = [(place.row, place.column)] if channel == place.channel else []
                st.plotly_chart(
                    figures_layers.number_grid(
                        values[..., channel], limit=float(vector.max()), pixels=WIDTH, marked=here
                    ),
                    key=f"{PAGE}.flatten.{channel}",
                    config=STILL,
                )
    st.markdown(_("**The vector of {count}**").format(count=len(vector)))
    st.plotly_chart(figures_layers.vector(vector, marked=index), key=f"{PAGE}.vector", config=STILL)
    st.markdown(
        _(
            "Row {row}, column {column}, channel {channel}, counted from 0: "
            "({row} · {width} + {column}) · {channels} + {channel} = **{index}**"
        ).format(
            row=place.row,
            column=place.column,
            channel=place.channel,
            width=values.shape[1],
            channels=channels,
            index=index,
        )
    )
    with st.expander(_("Flatten in Keras"), icon=":material/code:"):
        st.code(flatten.to_code(values), language="python")


frame.enter()
st.title(_("Pooling"))
lesson.show(PAGE, "lead")
current = top()
st.header(_("The same in Keras"), anchor="code")
code(current)
st.header(_("What survives a shift, and what survives noise?"), anchor="survival")
lesson.show(PAGE, "survival")
survival()
lesson.try_this(PAGE, "survival-try")
st.header(_("28 × 28 becomes 14 × 14"), anchor="halving")
halving()
st.header(_("Where the gradient flows back"), anchor="gradient")
gradient(current)
st.header(_("Flatten: from a grid to a list"), anchor="flatten")
flattening()
lesson.try_this(PAGE, "flatten-try")
