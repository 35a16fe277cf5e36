"""Hand-made features: flat, edge, corner, by shifting a window and by the gradients under it."""

import streamlit as st

from lib import corners
from lib import figures_features as figures
from lib.corners import Harris, Moravec, Source
from lib.ui import feature_panels as panels
from lib.ui import feature_source as sources
from lib.ui import frame, language, lesson
from lib.ui.components import grids, picker
from lib.ui.language import _, number, percent

BARE = {"displayModeBar": False}


def put_window(source: Source, used: Source, size: int) -> tuple[int, int]:
    """Show the picture, the window in it and its numbers; return where the window is."""
    place = sources.place(source, size)
    left, right = st.columns(2, gap="large")
    with left:
        direction = st.session_state.get("features.direction", "horizontal")
        picker.show(
            sources.visible(used),
            key="features.picker",
            name=source.name,
            place=place,
            size=size,
            margin=corners.margin(size),
            shift=corners.DIRECTIONS[direction],
            on_change=lambda: sources.take(source.name, "features.picker"),
        )
    with right:
        grids.show([panels.picture_window(used, place, size)], key="features.window")
        st.caption(sources.caption(source))
    lesson.try_this("features", "window-try")
    return place


def shift_window(used: Source, place: tuple[int, int], size: int) -> float:
    """Show E for the four directions and what follows from it; return the threshold T."""
    st.header(_("Shift it: how much changes?"), anchor="shift")
    lesson.show("features", "shift")
    direction = st.segmented_control(
        _("Direction"),
        list(corners.DIRECTIONS),
        format_func=direction_name,
        default="horizontal",
        required=True,
        key="features.direction",
        width="stretch",
    )
    grids.show(panels.shift_panels(used.picture, place, size, direction), key="features.difference")
    left, right = st.columns(2, gap="large")
    with left:
        grids.show([panels.compass(used.picture, place, size)], key="features.compass")
        st.caption(lesson.text("features", "compass"))
        st.caption(panels.differing(used.picture, place, size))
    with right:
        limit = rule(used, place, size)
        lesson.try_this("features", "shift-try")
    return limit


def rule(used: Source, place: tuple[int, int], size: int) -> float:
    """Name the place by the four numbers; return the threshold T."""
    per_pixel = st.select_slider(
        _("What counts as a change: mean square per pixel"),
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.05],
        0.005,
        format_func=lambda value: number(value, 3),
        key="features.limit",
    )
    limit = corners.threshold(per_pixel, size)
    four = corners.directions_error(used.picture, place, size).values()
    kind = corners.kind(min(four), max(four), limit)
    st.metric(_("The pixel's response, the least of four"), number(min(four), 3))
    st.markdown(
        _("By the four shifts: **{kind}**.").format(kind=panels.name_of(kind))
        + " "
        + panels.verdict(kind, min(four), max(four), limit)
    )
    st.caption(
        _(
            "The rule: flat when no direction reaches T, corner when all four do, edge otherwise. "
            "T = {per_pixel} × {count} pixels = {limit}."
        ).format(per_pixel=number(per_pixel, 3), count=size**2, limit=number(limit, 3))
    )
    return limit


def direction_name(name: str) -> str:
    """Return what a direction is called, with its arrow."""
    names = {
        "horizontal": _("horizontal"),
        "vertical": _("vertical"),
        "right diagonal": _("right diagonal"),
        "left diagonal": _("left diagonal"),
    }
    return f"{panels.ARROWS[name]} {names[name]}"


def all_shifts(used: Source, place: tuple[int, int], size: int) -> None:
    """Show E for every shift as a surface."""
    st.subheader(_("Every shift, not only four"), anchor="surface")
    words, chart = st.columns([1, 2], gap="large", vertical_alignment="center")
    with words:
        lesson.show("features", "surface")
    with chart:
        st.plotly_chart(
            figures.surface(corners.error_surface(used.picture, place, size), "E"),
            key="features.surface",
            config=BARE,
        )


def gradients(used: Source, place: tuple[int, int], size: int, limit: float) -> None:
    """Show the structure tensor, what it makes of E, and its eigenvalues."""
    st.header(_("Slopes instead of shifts"), anchor="tensor")
    lesson.show("features", "tensor")
    slopes = [corners.window(each, place, size) for each in corners.gradients(used.picture)]
    steepest = max(float(abs(each).max()) for each in slopes)
    grids.show(
        [
            panels.signed(slopes[0], _("I_x: slope to the right"), steepest),
            panels.signed(slopes[1], _("I_y: slope downwards"), steepest),
        ],
        key="features.slopes",
    )
    tensor = corners.structure_tensor(used.picture, place, size)
    values, _directions = corners.eigen(tensor)
    for formula in panels.tensor_formulas(tensor, values):
        st.latex(formula)
    compare(used, place, size, limit)


def compare(used: Source, place: tuple[int, int], size: int, limit: float) -> None:
    """Show the exact E beside the one from the structure tensor."""
    exact = corners.error_surface(used.picture, place, size)
    tensor = corners.structure_tensor(used.picture, place, size)
    guess = corners.linearised_surface(tensor)
    ellipse = corners.ellipse(tensor, limit)
    top = figures.greatest(exact, guess)
    lesson.show("features", "compare")
    maps = [
        ("exact", figures.shift_map(exact, top, _("E, exact"))),
        ("linear", figures.shift_map(guess, top, _("ΔᵀMΔ, from the slopes"), ellipse=ellipse)),
        ("gap", figures.shift_map(guess - exact, top, _("Difference"), signed=True)),
    ]
    for column, (name, figure) in zip(st.columns(3), maps, strict=True):
        column.plotly_chart(figure, key=f"features.{name}", config=BARE)
    lesson.try_this("features", "compare-try")


def plane(used: Source, place: tuple[int, int], size: int, sigma: float, limit: float) -> None:
    """Show where the place lies in the λ1–λ2 plane."""
    st.header(_("Two numbers that do not depend on directions"), anchor="plane")
    words, chart = st.columns([2, 3], gap="large")
    values, _directions = corners.eigen(corners.structure_tensor(used.picture, place, size))
    greatest, least = float(values[0]), float(values[1])
    kind = corners.kind(least, greatest, limit)
    with words:
        lesson.show("features", "plane")
        st.markdown(
            _("By the eigenvalues: **{kind}**.").format(kind=panels.name_of(kind))
            + " "
            + panels.verdict(kind, least, greatest, limit)
        )
        lesson.try_this("features", "plane-try")
    names = panels.example_names()
    examples = {names[name]: at for name, at in corners.named_eigenvalues(size, sigma).items()}
    with chart:
        st.plotly_chart(
            figures.eigenvalue_plane(
                (greatest, least),
                examples,
                limit,
                Harris().k,
                figures.PlaneWords(
                    flat=_("flat"),
                    edge=_("edge"),
                    corner=_("corner"),
                    here=_("the window's place"),
                    greater=_("λ₁, the greater eigenvalue"),
                    lesser=_("λ₂, the lesser eigenvalue"),
                    harris=_("R = 0 for k = {k}").format(k=number(Harris().k, 2)),
                ),
            ),
            key="features.plane",
            config=BARE,
        )


def one_place(source: Source, used: Source, size: int, sigma: float) -> None:
    """Show everything that changes with the window's place; only this part runs again then."""
    place = put_window(source, used, size)
    limit = shift_window(used, place, size)
    all_shifts(used, place, size)
    gradients(used, place, size, limit)
    plane(used, place, size, sigma, limit)
    with st.expander(_("The code for this window"), icon=":material/code:"):
        st.code(corners.window_code(used, place, size), language="python")


def whole_picture(source: Source, used: Source, size: int) -> None:
    """Show the corner maps, and what stays of the corners when the picture is turned."""
    moravec, harris = corner_maps(used, size)
    angle, tolerance = turn(used, moravec, harris)
    with st.expander(_("The code for the whole picture"), icon=":material/code:"):
        st.code(corners.maps_code(used, moravec, harris, angle, tolerance), language="python")
        if source.file is not None:
            st.download_button(
                _("The picture that the code reads"),
                source.file,
                corners.FILE,
                "image/png",
                icon=":material/download:",
                on_click="ignore",
            )


def corner_maps(used: Source, size: int) -> tuple[Moravec, Harris]:
    """Show both corner maps and their peaks; return the settings."""
    st.header(_("Every pixel: corner maps"), anchor="maps")
    lesson.show("features", "maps")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Moravec"), anchor=False)
        share = st.slider(
            _("Threshold, as a share of the greatest value"),
            0.01, 0.99, 0.3, 0.01, key="features.moravec",
        )  # fmt: skip
        distance = st.slider(
            _("Least distance between two corners (pixels)"), 1, 10, 3, key="features.distance"
        )
        moravec = Moravec(size, share, distance)
        detector(used, moravec, "moravec", signed=False)
        lesson.show("features", "moravec")
    with right:
        st.subheader(_("Harris"), anchor=False)
        share = st.slider(
            _("Threshold, as a share of the greatest R"),
            0.01, 0.99, 0.1, 0.01, key="features.harris",
        )  # fmt: skip
        one, two = st.columns(2)
        sigma = one.slider(_("σ of the window"), 0.5, 3.0, 1.0, 0.5, key="features.harris-sigma")
        k = two.slider("k", 0.02, 0.20, 0.05, 0.01, key="features.k")
        harris = Harris(sigma, k, share, distance)
        detector(used, harris, "harris", signed=True)
        lesson.show("features", "harris")
    lesson.try_this("features", "maps-try")
    return moravec, harris


def detector(used: Source, rule: Moravec | Harris, name: str, *, signed: bool) -> None:
    """Show the map of one detector and its peaks."""
    st.plotly_chart(
        figures.response_map(rule.response(used.picture), signed=signed),
        key=f"features.{name}-map",
        config=BARE,
    )
    found = rule.corners(used.picture)
    st.markdown(_("Corners found: **{count}**").format(count=number(len(found))))
    st.plotly_chart(
        figures.marked(sources.visible(used), [figures.Marks(found, _("corners"))]),
        key=f"features.{name}-corners",
        config=BARE,
    )


def turn(used: Source, moravec: Moravec, harris: Harris) -> tuple[int, int]:
    """Show which corners stay in a turned picture; return the angle and the tolerance."""
    st.header(_("Turn the picture: which corners stay?"), anchor="rotate")
    lesson.show("features", "rotate")
    one, two, three = st.columns(3)
    angle = one.slider(_("Angle"), 0, 180, 30, 5, format="%d°", key="features.angle")
    tolerance = two.slider(
        _("The same corner: at most so many pixels apart"), 1, 5, 2, key="features.tolerance"
    )
    rules = {_("Moravec"): moravec, _("Harris"): harris}
    chosen = three.segmented_control(
        _("Shown below"), list(rules), default=_("Harris"), required=True, key="features.shown"
    )
    pictures(used, rules[chosen], angle, tolerance)
    columns = st.columns([1, 1, 3], gap="large", vertical_alignment="center")
    for column, (name, each) in zip(columns[:2], rules.items(), strict=True):
        result = corners.stayed(used.picture, angle, each, tolerance)
        column.metric(
            _("{name}: corners that stay").format(name=name),
            "–" if result.share is None else percent(result.share, 0),
        )
        column.caption(
            _("{kept} of {count} corners; {new} new ones in the turned picture").format(
                kept=int(result.kept.sum()),
                count=len(result.kept),
                new=int((~result.found_again).sum()),
            )
        )
    with columns[2]:
        curves = {name: sources.shares(used, each, tolerance) for name, each in rules.items()}
        st.plotly_chart(
            figures.shares(sources.ANGLES, curves, angle, (_("Angle"), _("Share that stays"))),
            key="features.shares",
            config=BARE,
        )
    lesson.try_this("features", "rotate-try")
    return angle, tolerance


def pictures(used: Source, rule: Moravec | Harris, angle: int, tolerance: int) -> None:
    """Show the corners of one detector before and after the picture is turned."""
    result = corners.stayed(used.picture, angle, rule, tolerance)
    circle = corners.radius(used.picture.shape)
    left, right = st.columns(2, gap="large")
    left.plotly_chart(
        figures.marked(
            sources.visible(used),
            [
                figures.Marks(result.before[result.kept], _("stay")),
                figures.Marks(result.before[~result.kept], _("are lost"), "x", filled=False),
            ],
            circle=circle,
        ),
        key="features.before",
        config=BARE,
    )
    right.plotly_chart(
        figures.marked(
            sources.turned(used, angle),
            [
                figures.Marks(result.after[result.found_again], _("found again")),
                figures.Marks(result.after[~result.found_again], _("new"), "x", filled=False),
            ],
            circle=circle,
        ),
        key="features.after",
        config=BARE,
    )


def learned() -> None:
    """Tell why features are learned today, and lead on."""
    st.header(_("Why features are learned today"), anchor="learned")
    lesson.show("features", "learned")
    st.caption(lesson.text("features", "source"))
    with st.container(key="step-convolution", width="content"):
        st.page_link(
            "pages/convolution.py",
            label=_("On to convolution"),
            icon=":material/filter_center_focus:",
            query_params=language.link(),
        )


frame.enter()
st.title(_("Hand-made features"))
lesson.show("features", "lead")
chosen = sources.choose()
if chosen is not None:
    source, used, size, sigma = chosen
    st.fragment(one_place)(source, used, size, sigma)
    st.fragment(whole_picture)(source, used, size)
learned()
