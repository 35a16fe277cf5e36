"""What whoever runs the lab may set, from the environment.

`CNN_LAB_SCHEDULER`
    Address of a Dask scheduler. Without it the lab starts its own worker process.
`CNN_LAB_STORE`
    Folder or fsspec address of the runs. Without it, `runs` beside `app.py`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Settings:
    """The lab's settings."""

    scheduler: str | None
    store: str


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings.

    >>> read({"CNN_LAB_SCHEDULER": "tcp://127.0.0.1:8786", "CNN_LAB_STORE": "/data/runs"})
    Settings(scheduler='tcp://127.0.0.1:8786', store='/data/runs')
    """
    return Settings(
        scheduler=environment.get("CNN_LAB_SCHEDULER") or None,
        store=environment.get("CNN_LAB_STORE") or str(ROOT / "runs"),
    )
