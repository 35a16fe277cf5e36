"""One figure a row, on the terminal and as Markdown."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

HEADER = "name | baseline | ours | ratio | limit | ok"


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes
    ----------
    name : str
        What was measured.
    baseline, ours : float
        In `unit`; smaller is better.
    limit : float
        What `ours / baseline` may be.
    detail : str
        What stands behind the figure: a series, a spread.
    """

    name: str
    baseline: float
    ours: float
    limit: float
    unit: str = "s"
    detail: str = ""

    @property
    def ratio(self) -> float:
        """How many times the baseline."""
        return self.ours / self.baseline

    @property
    def ok(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        """Return what stands in the table's columns."""
        return (
            self.name,
            f"{self.baseline:.4g} {self.unit}",
            f"{self.ours:.4g} {self.unit}",
            f"{self.ratio:.3f}",
            f"{self.limit:g}",
            "yes" if self.ok else "NO",
        )

    def __str__(self) -> str:
        line = " | ".join(self.cells())
        return f"{line}\n    {self.detail}" if self.detail else line


def compared(name: str, baseline: Sequence[float], ours: Sequence[float], limit: float) -> Row:
    """Return the row of two series of seconds, by their medians."""
    return Row(
        name,
        statistics.median(baseline),
        statistics.median(ours),
        limit,
        detail=f"baseline {spread(baseline)}; ours {spread(ours)}",
    )


def bounded(name: str, seconds: Sequence[float], limit: float) -> Row:
    """Return the row of a series that has an absolute limit: the ratio of its median to it."""
    return Row(name, limit, statistics.median(seconds), 1.0, detail=spread(seconds))


def spread(seconds: Sequence[float]) -> str:
    """Return a series' range: `0.31 to 0.42 s in 15`."""
    return f"{min(seconds):.3g} to {max(seconds):.3g} s in {len(seconds)}"


def markdown(rows: Sequence[Row]) -> str:
    """Return all rows as a document."""
    today = datetime.now(UTC).date().isoformat()
    table = [HEADER.split(" | "), ["---"] * 6, *(row.cells() for row in rows)]
    lines = ["| " + " | ".join(cells) + " |" for cells in table]
    details = [f"- {row.name}: {row.detail}" for row in rows if row.detail]
    return "\n".join(
        [
            "# Results",
            "",
            f"Measured by `python -m benchmarks` on {today}, {os.cpu_count()} cores. Medians; where"
            " there is an absolute limit, it is the baseline.",
            "",
            *lines,
            "",
            "What stands behind them:",
            "",
            *details,
            "",
        ]
    )
