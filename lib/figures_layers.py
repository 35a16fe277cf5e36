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

from lib.pictures import Picture

Array: TypeAlias = npt.NDArray[np.float64]
Cell: TypeAlias = tuple[int, int]

_MARGIN = {"l": 0, "r": 0, "t": 0, "b": 0}
_MARK = "#ffb224"  # amber, as the lens: seen on light and dark cells alike
_PALE = 3  # behind numbers only the first third of the colour scale is used: they stay legible
_GAP = 14  # the gap between two small pictures is so many times narrower than these


def number_grid(
    values: Array,
    *,
    limit: float,
    pixels: int,
    marked: Sequence[Cell] = (),
    texts: Sequence[Sequence[str]] = (),
) -> go.Figure:
    """Return a table of numbers, each cell coloured by its value.

    Parameters
    ----------
    values : ndarray of shape (H, W), float
    limit : float
        The greatest value that the colours have to tell apart, on both sides of 0.
    pixels : int
        Height of the figure on the screen.
    marked : sequence of (int, int)
        Rows and columns of cells to frame.
    texts : sequence of sequence of str, optional
        What to write into the cells instead of the numbers.
    """
    figure = go.Figure(
        _heat(values, _PALE * limit)
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
    return _squares(figure, height, width, pixels)


def vector(values: Array, *, marked: int, columns: int = 9) -> go.Figure:
    """Return a vector as cells with their places, broken into lines as a text is.

    Parameters
    ----------
    values : ndarray of shape (N,), float
        N is a multiple of `columns`.
    marked : int
        The place of the cell to frame.
    columns : int
        Cells in a line.
    """
    lines = values.reshape(-1, columns)
    texts = [
        [
            f"{short(value)}<br><span style='font-size:11px'>[{line * columns + at}]</span>"
            for at, value in enumerate(row)
        ]
        for line, row in enumerate(lines.tolist())
    ]
    figure = number_grid(
        lines,
        limit=float(np.abs(values).max()),
        pixels=56 * len(lines),
        marked=[divmod(marked, columns)],
        texts=texts,
    )
    figure.update_layout(yaxis={"scaleanchor": False})
    return figure


def feature_map(values: Array, *, limit: float, pixels: int) -> go.Figure:
    """Return a map as coloured cells; the number shows when one points at a cell.

    Parameters
    ----------
    values : ndarray of shape (H, W), float
    limit : float
        Where the colour scale ends; for values below 0 it ends at ``-limit`` on the other side.
    pixels : int
        Width of the figure on the screen; one that is much higher than wide gets narrower.
    """
    height, width = values.shape
    high = min(max(round(pixels * height / width), 10), 2 * pixels)
    return _squares(go.Figure(_heat(values, limit)), height, width, high)


def picture_row(pictures: Array, *, limit: float) -> Picture:
    """Return several maps beside each other as one picture, black for 0, white for `limit`.

    Parameters
    ----------
    pictures : ndarray of shape (N, H, W), float
        At least 0.
    limit : float

    Returns
    -------
    ndarray of shape (H, W'), uint8
        With grey columns between the pictures.
    """
    count, height, width = pictures.shape
    gap = max(1, width // _GAP)
    row = np.full((height, count * (width + gap) - gap), 128, np.uint8)
    for index, picture in enumerate(pictures):
        start = index * (width + gap)
        row[:, start : start + width] = grey(picture, limit)
    return row


def grey(values: Array, limit: float) -> Picture:
    """Return values from 0 to `limit` as brightness; a single channel is left out.

    >>> grey(np.array([[0.0, 1.0, 2.0]]), 2.0)
    array([[  0, 128, 255]], dtype=uint8)
    """
    shares = np.clip(values / limit, 0.0, 1.0) if limit > 0 else np.zeros_like(values)
    picture: Picture = np.rint(255 * shares).astype(np.uint8)
    return picture[..., 0] if picture.ndim == 3 and picture.shape[2] == 1 else picture


def printed(output: Array) -> str:
    """Write an array of maps, one map after the other.

    Parameters
    ----------
    output : ndarray of shape (H, W, C), float

    Examples
    --------
    >>> print(printed(np.array([[[1.0, 0.5], [2.0, -1.0]]])))
    output[:, :, 0]
    [[1. 2.]]
    <BLANKLINE>
    output[:, :, 1]
    [[ 0.5 -1. ]]
    """
    maps = (
        f"output[:, :, {channel}]\n"
        + np.array2string(
            output[..., channel], precision=4, suppress_small=True, max_line_width=120
        )
        for channel in range(output.shape[2])
    )
    return "\n\n".join(maps)


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
    across = {"range": [-0.5, width - 0.5], "constraintoward": "left"}
    down = {"range": [height - 0.5, -0.5], "constraintoward": "top", "scaleanchor": "x"}
    figure.update_layout(
        height=pixels,
        margin=_MARGIN,
        xaxis=hidden | across,
        yaxis=hidden | down,
    )
    return figure
