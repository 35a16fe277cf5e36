"""Grids of numbers, feature maps and rows of small pictures as Plotly figures.

Colours are the theme's: a scale from nothing to much where no value is negative, and one that
diverges from 0 where some are. The end of the scale is always the caller's, so that figures beside
each other can share it.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

Array: TypeAlias = npt.NDArray[np.float64]
Cell: TypeAlias = tuple[int, int]

_MARGIN = {"l": 4, "r": 4, "t": 4, "b": 4}
_MARK = "#ffb224"  # amber, as the lens: seen on light and dark cells alike
_GAP = 3  # empty columns between two small pictures


def number_grid(
    values: Array, *, limit: float, marked: Sequence[Cell] = (), texts: Sequence[Sequence[str]] = ()
) -> go.Figure:
    """Return a table of numbers, each cell coloured by its value.

    Parameters
    ----------
    values : ndarray of shape (H, W), float
    limit : float
        Where the colour scale ends; for values below 0 it ends at ``-limit`` on the other side.
    marked : sequence of (int, int)
        Rows and columns of cells to frame.
    texts : sequence of sequence of str, optional
        What to write into the cells instead of the numbers.
    """
    figure = go.Figure(
        _heat(values, limit)
        | {
            "text": texts or [[short(value) for value in row] for row in values.tolist()],
            "texttemplate": "%{text}",
            "xgap": 2,
            "ygap": 2,
        }
    )
    for row, column in marked:
        figure.add_shape(
            type="rect",
            x0=column - 0.5, x1=column + 0.5, y0=row - 0.5, y1=row + 0.5,
            line={"color": _MARK, "width": 3},
        )  # fmt: skip
    height, width = values.shape
    return _squares(figure, height, width, pixels=44 * height)


def feature_map(values: Array, *, limit: float, pixels: int) -> go.Figure:
    """Return a map as coloured cells; the number shows when one points at a cell.

    Parameters
    ----------
    values : ndarray of shape (H, W), float
    limit : float
        As in `number_grid`.
    pixels : int
        Height of the figure on the screen.
    """
    height, width = values.shape
    return _squares(go.Figure(_heat(values, limit)), height, width, pixels)


def picture_row(pictures: Array, *, limit: float, pixels: int) -> go.Figure:
    """Return several maps beside each other, on one colour scale.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W), float
    limit, pixels
        As in `feature_map`.
    """
    count, height, width = pictures.shape
    row = np.full((height, count * (width + _GAP) - _GAP), np.nan)
    for index, picture in enumerate(pictures):
        start = index * (width + _GAP)
        row[:, start : start + width] = picture
    heat = _heat(row, limit) | {"hovertemplate": "%{z:.3f}<extra></extra>"}
    return _squares(go.Figure(heat), height, row.shape[1], pixels)


def short(value: float) -> str:
    """Write a number with as few digits as a cell has room for.

    >>> short(6600.0), short(116.9), short(-0.25), short(1 / 3), short(-0.0)
    ('6600', '116.9', '−0.25', '0.333', '0')
    """
    written = f"{value:.4g}" if abs(value) >= 1 else f"{value:.3g}"
    if "e" in written:
        written = f"{value:.0f}" if abs(value) >= 1 else f"{value:.1e}"
    return "0" if float(written) == 0 else written.replace("-", "−")


def _heat(values: Array, limit: float) -> dict[str, object]:
    end = limit if limit > 0 else 1.0
    signed = bool(np.nanmin(values) < 0)
    return {
        "type": "heatmap",
        "z": values.astype(np.float32),
        "zmin": -end if signed else 0.0,
        "zmax": end,
        "autocolorscale": True,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "(%{y}, %{x}): %{z:.4~g}<extra></extra>",
    }


def _squares(figure: go.Figure, height: int, width: int, pixels: int) -> go.Figure:
    """Lay the cells out as squares, the first row on top, and nothing around them."""
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    figure.update_layout(
        height=pixels + 8,
        margin=_MARGIN,
        xaxis=hidden | {"range": [-0.5, width - 0.5]},
        yaxis=hidden | {"range": [height - 0.5, -0.5], "scaleanchor": "x"},
    )
    return figure
