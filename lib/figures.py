"""Arrays to Plotly figures, in one visual language.

Colours are left to Streamlit's theme, which knows light from dark. Words come from the caller, in
the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from lib.engine.progress import EpochRow, Point, Progress

#: More points than a chart has pixels only make it slow.
MOST_POINTS = 400

_MARGIN = {"l": 8, "r": 8, "t": 36, "b": 8}


@dataclass(frozen=True)
class CurveWords:
    """The words in a chart of learning curves."""

    title: str
    epoch: str
    steps: str
    training: str
    validation: str


def probabilities(
    values: Sequence[float] | npt.NDArray[np.floating], names: Sequence[str], axis: str
) -> go.Figure:
    """Return a bar for each class's probability, the greatest one marked.

    Parameters
    ----------
    values : sequence of float or ndarray of shape (classes,)
        Probabilities, from 0 to 1.
    names : sequence of str
        The classes.
    axis : str
        What the vertical axis is called.
    """
    best = int(np.argmax(values))
    figure = go.Figure(
        go.Bar(
            x=list(names),
            y=[float(value) for value in values],
            text=[f"{value:.1%}" if value >= 0.0005 else "" for value in values],
            textposition="outside",
            cliponaxis=False,
            constraintext="none",
            textfont={"size": 11},
            marker={"opacity": [1.0 if i == best else 0.55 for i in range(len(values))]},
            hovertemplate="%{x}: %{y:.4%}<extra></extra>",
        )
    )
    figure.update_layout(
        height=300,
        margin=_MARGIN | {"t": 16},
        xaxis={"type": "category", "title": None, "fixedrange": True},
        yaxis={"range": [0, 1.12], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%",
               "title": axis, "fixedrange": True},
        showlegend=False,
    )  # fmt: skip
    return figure


def curve(
    progress: Progress, quantity: str, words: CurveWords, *, steps: bool, epochs: bool
) -> go.Figure:
    """Return a run's loss or accuracy over its epochs.

    Parameters
    ----------
    progress : Progress
        The run.
    quantity : {"loss", "accuracy"}
    words : CurveWords
    steps : bool
        Draw the mean of every few steps, as it came.
    epochs : bool
        Draw the epochs' means, and the validation after each epoch.
    """
    figure = go.Figure()
    if steps:
        _add_steps(figure, progress, quantity, words)
    if epochs:
        _add_epochs(figure, progress.rows, quantity, words)
    as_share = quantity == "accuracy"
    figure.update_layout(
        title={"text": words.title, "x": 0},
        height=360,
        margin=_MARGIN,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
        hovermode="x unified",
        uirevision="keep",  # what the reader has zoomed to stays while the curve grows
        xaxis={"title": words.epoch, "range": [0, 1.02 * max(progress.epochs, 1)]},
        yaxis={
            "tickformat": ".1%" if as_share else ".3~g",
            "rangemode": "normal" if as_share else "tozero",
        },
    )
    return figure


def _add_steps(figure: go.Figure, progress: Progress, quantity: str, words: CurveWords) -> None:
    points = thinned(progress.points)
    per_epoch = max(progress.steps_per_epoch, 1)
    figure.add_scatter(
        x=[point.step / per_epoch for point in points],
        y=[getattr(point, quantity) for point in points],
        name=words.steps,
        mode="lines",
        line={"width": 1.5},
        opacity=0.55,
    )


def _add_epochs(
    figure: go.Figure, rows: Sequence[EpochRow], quantity: str, words: CurveWords
) -> None:
    for name, column, symbol, dash in (
        (words.training, quantity, "circle", "solid"),
        (words.validation, f"val_{quantity}", "diamond", "dash"),
    ):
        figure.add_scatter(
            x=[row.epoch for row in rows],
            y=[getattr(row, column) for row in rows],
            name=name,
            mode="lines+markers",
            line={"dash": dash, "width": 2.5},
            marker={"symbol": symbol, "size": 9},
        )


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """Return at most so many points, each the mean of its neighbours.

    >>> thinned([Point(1, 4.0, 0.0), Point(2, 2.0, 0.5), Point(3, 1.0, 1.0)], most=2)
    [Point(step=2, loss=3.0, accuracy=0.25), Point(step=3, loss=1.0, accuracy=1.0)]
    """
    size = -(-len(points) // most) if points else 1
    groups = [points[i : i + size] for i in range(0, len(points), size)]
    return [
        Point(
            step=group[-1].step,
            loss=sum(point.loss for point in group) / len(group),
            accuracy=sum(point.accuracy for point in group) / len(group),
        )
        for group in groups
    ]
