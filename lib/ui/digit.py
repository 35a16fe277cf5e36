"""The handwritten digit that explanations use, so that they need no data set to be loaded."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "assets" / "lessons" / "digit.json"
"""One picture of MNIST's test part; a test holds it against the data set."""


@lru_cache(maxsize=1)
def source() -> dict[str, Any]:
    """Return the whole file: dataset, part, index, label, answer, pixels."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def pixels() -> list[list[int]]:
    """Return the picture's 28 rows of 28 numbers, 0 (black) to 255 (white)."""
    rows: list[list[int]] = source()["pixels"]
    return rows


def label() -> int:
    """Return the digit that the picture shows."""
    shown: int = source()["label"]
    return shown


def answer() -> list[float]:
    """Return the ten probabilities that the lab's own network gives the picture."""
    given: list[float] = source()["answer"]
    return given
