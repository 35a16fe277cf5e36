"""The charts of the page on hand-made features.

Colours are left to Streamlit's theme, which knows light from dark. Words come from the caller, in
the reader's language.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from lib.pictures import Picture, to_png

Array = npt.NDArray[np.float64]

_MARGIN = {"l": 8, "r": 8, "t": 40, "b": 8}
#: Amber with a dark rim, as the window's outline: seen on black, on white and on grey.
_AMBER = "#ffb224"
_DARK = "#10191c"


@dataclass(frozen=True)
class PlaneWords:
    """The words in the λ1–λ2 plane."""

    flat: str
    edge: str
    corner: str
    here: str
    greater: str
    lesser: str
    harris: str


@dataclass(frozen=True)
class Marks:
    """Places of one kind in a picture: `places` is an ndarray of shape (n, 2), rows and columns."""

    places: npt.NDArray[np.int64]
    name: str
    symbol: str = "circle"
    filled: bool = True


def surface(error: Array, axis: str) -> go.Figure:
    """Return E for all shifts as a surface that can be turned.

    Parameters
    ----------
    error : ndarray of shape (2r + 1, 2r + 1), float64
        ``[r + Δy, r + Δx]``; nan leaves a hole.
    axis : str
        What the vertical axis is called.
    """
    steps = _steps(error)
    figure = go.Figure(
        go.Surface(
            x=steps, y=steps, z=error, cmin=0, cmax=max(greatest(error), 1e-9),
            autocolorscale=True, showscale=False,
            contours={"z": {"show": True, "usecolormap": True, "project": {"z": True}}},
            hovertemplate="Δx %{x}, Δy %{y}<br>E %{z:.3f}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(
        height=360,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        scene={
            "xaxis": {"title": "Δx", "dtick": 2},
            # Down in the picture is towards the reader.
            "yaxis": {"title": "Δy", "dtick": 2, "autorange": "reversed"},
            "zaxis": {"title": axis, "rangemode": "tozero"},
            "camera": {
                "eye": {"x": 1.2, "y": 1.5, "z": 0.95},
                "center": {"x": 0, "y": 0, "z": -0.12},
            },
            "aspectratio": {"x": 1, "y": 1, "z": 0.7},
        },
        uirevision="keep",  # the surface stays turned while the window moves
    )
    return figure


def shift_map(
    values: Array,
    limit: float,
    title: str,
    *,
    signed: bool = False,
    ellipse: tuple[Array, Array] | None = None,
) -> go.Figure:
    """Return a number for each shift as a map.

    Parameters
    ----------
    values : ndarray of shape (2r + 1, 2r + 1), float64
        ``[r + Δy, r + Δx]``; nan is left empty.
    limit : float
        The value with the strongest colour; maps with the same limit can be compared.
    title : str
    signed : bool
        Colour from -limit by 0 to limit, and not from 0 to limit.
    ellipse : tuple of two ndarray, optional
        Δx and Δy of a line to draw on top.
    """
    steps = _steps(values)
    reach = steps[-1] + 0.5
    top = max(limit, 1e-9)
    figure = go.Figure(
        go.Heatmap(
            x=steps, y=steps, z=values, zmin=-top if signed else 0, zmax=top,
            autocolorscale=True, showscale=False, xgap=1, ygap=1,
            texttemplate="%{z:.1f}", textfont={"size": 10},
            hovertemplate="Δx %{x}, Δy %{y}<br>%{z:.3f}<extra></extra>", hoverongaps=False,
        )
    )  # fmt: skip
    if ellipse is not None:
        for width, colour in ((5, _DARK), (2.5, _AMBER)):
            figure.add_scatter(
                x=ellipse[0], y=ellipse[1], mode="lines", hoverinfo="skip",
                line={"width": width, "color": colour},
            )  # fmt: skip
    figure.update_layout(
        title={"text": title, "x": 0, "font": {"size": 14}},
        height=330,
        margin=_MARGIN,
        showlegend=False,
        xaxis={"title": "Δx", "range": [-reach, reach], "dtick": 2, "fixedrange": True,
               "constrain": "domain", "showgrid": False, "zeroline": False},
        yaxis={"title": "Δy", "range": [reach, -reach], "dtick": 2, "fixedrange": True,
               "scaleanchor": "x", "constrain": "domain", "showgrid": False, "zeroline": False},
    )  # fmt: skip
    return figure


def eigenvalue_plane(
    here: tuple[float, float],
    examples: Mapping[str, tuple[float, float]],
    limit: float,
    k: float,
    words: PlaneWords,
) -> go.Figure:
    """Return the λ1–λ2 plane with its regions, some examples and the chosen place.

    Parameters
    ----------
    here : tuple of float
        λ1 and λ2 of the chosen place, λ1 ≥ λ2 ≥ 0.
    examples : mapping of str to tuple of float
        The same of places with a name.
    limit : float
        Flat is where λ1 is below it, a corner where λ2 is not.
    k : float
        Harris's R = det M − k (trace M)² is 0 on a line through the origin, which is drawn.
    words : PlaneWords

    Notes
    -----
    Both axes are logarithmic, since eigenvalues differ by powers of ten. What is smaller than a
    thousandth of the limit is drawn there.
    """
    floor = limit / 1000
    highest = 3 * max([limit * 30, here[0], *(one for one, _ in examples.values())])
    lowest = floor / 2
    figure = go.Figure()
    for name, corners in _regions(lowest, limit, highest).items():
        x, y = zip(*corners, strict=True)
        figure.add_scatter(
            x=x, y=y, fill="toself", mode="lines", line={"width": 1}, opacity=0.4,
            hoverinfo="skip", name=getattr(words, name), showlegend=False,
        )  # fmt: skip
    slope = harris_slope(k)
    figure.add_scatter(
        x=[lowest / slope, highest], y=[lowest, highest * slope], mode="lines",
        line={"dash": "dot", "width": 2}, name=words.harris, hoverinfo="skip",
    )  # fmt: skip
    # Examples at the same spot share one label, or the words would lie on one another.
    together: dict[tuple[float, float], list[str]] = {}
    for name, (one, two) in examples.items():
        spot = (round(max(one, floor), 9), round(max(two, floor), 9))
        together.setdefault(spot, []).append(name)
    figure.add_scatter(
        x=[spot[0] for spot in together], y=[spot[1] for spot in together],
        text=["<br>".join(names) for names in together.values()],
        textposition="middle left", textfont={"size": 12},
        mode="markers+text", marker={"size": 9, "symbol": "diamond", "color": _AMBER,
                                     "line": {"width": 1.5, "color": _DARK}},
        hovertemplate="%{text}<br>λ1 %{x:.3f}, λ2 %{y:.3f}<extra></extra>", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[max(here[0], floor)], y=[max(here[1], floor)], name=words.here, mode="markers",
        marker={"size": 17, "symbol": "circle-open", "line": {"width": 4}},
        hovertemplate="λ1 %{x:.3f}, λ2 %{y:.3f}<extra></extra>",
    )  # fmt: skip
    for text, at_x, at_y in (
        (words.flat, np.sqrt(lowest * limit), np.sqrt(lowest * limit) / 4),
        (words.edge, np.sqrt(limit * highest), np.sqrt(lowest * limit) / 4),
        (words.corner, limit * 6, limit * 2),
    ):
        figure.add_annotation(
            x=np.log10(at_x),
            y=np.log10(at_y),
            text=f"<b>{text}</b>",
            showarrow=False,
            font={"size": 14},
        )
    span = [np.log10(lowest), np.log10(highest)]
    axis = {"type": "log", "range": span, "dtick": 1, "exponentformat": "power",
            "fixedrange": True, "zeroline": False}  # fmt: skip
    figure.update_layout(
        height=420,
        margin=_MARGIN | {"t": 12},
        xaxis=axis | {"title": words.greater},
        yaxis=axis | {"title": words.lesser},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
    )
    return figure


def harris_slope(k: float) -> float:
    """Return λ2 / λ1 where Harris's measure λ1 λ2 − k (λ1 + λ2)² is 0.

    >>> slope = harris_slope(0.05)
    >>> abs(slope - 0.05 * (1 + slope) ** 2) < 1e-12
    True
    """
    # k q² + (2k − 1) q + k = 0; of its two solutions, each the other's inverse, the lesser.
    half = (1 - 2 * k) / (2 * k)
    return float(half - np.sqrt(half**2 - 1))


def _regions(lowest: float, limit: float, highest: float) -> dict[str, list[tuple[float, float]]]:
    """Return the outlines of the three regions below the diagonal λ1 = λ2."""
    return {
        "flat": [(lowest, lowest), (limit, lowest), (limit, limit), (lowest, lowest)],
        "edge": [(limit, lowest), (highest, lowest), (highest, limit), (limit, limit),
                 (limit, lowest)],
        "corner": [(limit, limit), (highest, limit), (highest, highest), (limit, limit)],
    }  # fmt: skip


def response_map(response: Array, *, signed: bool) -> go.Figure:
    """Return a corner map of a picture.

    Parameters
    ----------
    response : ndarray of shape (H, W), float64
    signed : bool
        Negative values occur and are coloured apart.

    Notes
    -----
    The colour follows the square root of a value's size, so that weak ones can be seen beside
    strong ones; the pointer reads the value itself.
    """
    shown = np.sign(response) * np.sqrt(np.abs(response))
    top = max(float(np.abs(shown).max()), 1e-9)
    figure = go.Figure(
        go.Heatmap(
            z=shown.astype(np.float32), customdata=response.astype(np.float32),
            zmin=-top if signed else 0, zmax=top, autocolorscale=True, showscale=False,
            hovertemplate="%{y}, %{x}: %{customdata:.4g}<extra></extra>",
        )
    )  # fmt: skip
    return _as_picture(figure, response.shape)


def marked(picture: Picture, marks: Sequence[Marks], *, circle: float | None = None) -> go.Figure:
    """Return a picture with places marked in it.

    Parameters
    ----------
    picture : ndarray of shape (H, W), uint8
    marks : sequence of Marks
        Drawn in their order; each kind is named in the legend with its number.
    circle : float, optional
        The radius, in pixels, of a circle around the middle.
    """
    height, width = picture.shape
    figure = go.Figure(go.Image(source=_png(picture), hoverinfo="skip"))
    if circle is not None:
        middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
        figure.add_shape(
            type="circle", line={"width": 1.5, "dash": "dot", "color": _AMBER},
            x0=middle_x - circle, x1=middle_x + circle, y0=middle_y - circle, y1=middle_y + circle,
        )  # fmt: skip
    for kind in marks:
        figure.add_scatter(
            x=kind.places[:, 1], y=kind.places[:, 0], mode="markers",
            name=f"{kind.name} ({len(kind.places)})",
            marker={"size": 10, "symbol": kind.symbol if kind.filled else f"{kind.symbol}-open",
                    "color": _AMBER if kind.filled else "#ff6b3d",
                    "line": {"width": 1.5 if kind.filled else 2.5,
                             "color": _DARK if kind.filled else "#ff6b3d"}},
            hovertemplate="%{y}, %{x}<extra></extra>", showlegend=True,
        )  # fmt: skip
    return _as_picture(figure, picture.shape)


def shares(
    angles: Sequence[float],
    curves: Mapping[str, Sequence[float | None]],
    angle: float,
    words: tuple[str, str],
) -> go.Figure:
    """Return the share of corners that stay, over the angle.

    Parameters
    ----------
    angles : sequence of float
        In degrees.
    curves : mapping of str to sequence of float or None
        From 0 to 1 for each angle; None leaves a gap.
    angle : float
        The one to mark.
    words : tuple of str
        What the two axes are called.
    """
    figure = go.Figure()
    styles = ("solid", "circle"), ("dash", "diamond")
    for (name, values), (dash, symbol) in zip(curves.items(), styles, strict=True):
        figure.add_scatter(
            x=list(angles), y=list(values), name=name, mode="lines+markers",
            line={"dash": dash, "width": 2.5}, marker={"symbol": symbol, "size": 8},
            hovertemplate="%{x}°: %{y:.0%}",
        )  # fmt: skip
    figure.add_vline(x=angle, line={"width": 2, "dash": "dot", "color": _AMBER})
    figure.update_layout(
        height=320,
        margin=_MARGIN | {"t": 12},
        xaxis={"title": words[0], "dtick": 30, "ticksuffix": "°", "fixedrange": True},
        yaxis={"title": words[1], "range": [-0.04, 1.06], "tickformat": ".0%", "fixedrange": True},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
    )
    return figure


def greatest(*maps: Array) -> float:
    """Return the greatest number in several maps, whose gaps are nan.

    >>> greatest(np.array([[1.0, np.nan]]), np.array([[3.0, 2.0]]))
    3.0
    """
    return max(float(np.nanmax(each)) for each in maps)


def _steps(values: Array) -> list[int]:
    reach = values.shape[0] // 2
    return list(range(-reach, reach + 1))


def _as_picture(figure: go.Figure, shape: tuple[int, ...]) -> go.Figure:
    """Lay a figure out as a picture: square pixels, rows downwards, no axes."""
    height, width = shape
    bare = {"visible": False, "fixedrange": True, "constrain": "domain"}
    figure.update_layout(
        height=380,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis=bare | {"range": [-0.5, width - 0.5]},
        yaxis=bare | {"range": [height - 0.5, -0.5], "scaleanchor": "x"},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
    )
    return figure


def _png(picture: Picture) -> str:
    return "data:image/png;base64," + base64.b64encode(to_png(picture)).decode()
