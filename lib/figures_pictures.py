"""Pictures' numbers as Plotly figures, in the visual language of `lib.figures`."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

#: Red, green and blue that can be told apart on white and on black.
CHANNEL_COLOURS = ("#d9534a", "#3f9e56", "#4a86d8")


def histogram(
    borders: npt.NDArray[np.float64],
    series: Sequence[npt.NDArray[np.int64]],
    names: Sequence[str],
    axis: str,
    *,
    height: int = 200,
) -> go.Figure:
    """Return how many pixels have which value.

    Parameters
    ----------
    borders : ndarray of shape (bars + 1,)
        Where the bars begin and end.
    series : sequence of ndarray of shape (bars,)
        Counts: one series for a grey picture, three for red, green and blue.
    names : sequence of str
        One for each series.
    axis : str
        What is counted.
    height : int
        Pixels.
    """
    middles = (borders[:-1] + borders[1:]) / 2
    figure = go.Figure()
    for index, (counts, name) in enumerate(zip(series, names, strict=True)):
        colour = {"color": CHANNEL_COLOURS[index]} if len(series) == 3 else {}
        figure.add_scatter(
            x=middles.tolist(),
            y=counts.tolist(),
            name=name,
            mode="lines",
            line={"shape": "hvh", "width": 1.5, **colour},
            fill="tozeroy" if len(series) == 1 else None,
            hovertemplate="%{x:.3~g}: %{y}<extra>" + name + "</extra>",
        )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        hovermode="closest",
        xaxis={"title": None, "fixedrange": True, "range": [borders[0], borders[-1]]},
        yaxis={"title": {"text": axis, "standoff": 10}, "automargin": True, "fixedrange": True,
               "rangemode": "tozero", "nticks": 4, "tickformat": "~s"},
    )  # fmt: skip
    return figure
