"""The store of runs: one folder a run, in a local folder or at any fsspec address.

The store is the truth. Events make the page lively, but whatever a student may come back to
(a curve, a checkpoint, a result) is here, and both the interface and the worker read it here.
"""

import hashlib
import json
import os
import re
import secrets
import time
from typing import Literal

import fsspec
from fsspec.implementations.local import LocalFileSystem
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.architecture import Architecture
from lib.errors import RunError
from lib.messages import N_
from lib.plan import Plan

State = Literal["queued", "running", "done", "stopped", "failed", "cancelled"]

#: States that a run leaves again by itself.
UNFINISHED: frozenset[State] = frozenset({"queued", "running"})

_RUN_ID = re.compile(r"[A-Za-z0-9_-]{16}")


class Request(BaseModel):
    """What a student asked for: which network to train on what, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: Architecture
    plan: Plan
    dataset: str = "mnist"
    recipe: str = ""
    """The recipe's id (`"R1"`), from which the title shown is made."""
    owner: str = Field(default="", max_length=64)
    """`owner_key` of the visitor."""
    created: float = Field(default_factory=time.time)
    """Seconds since the epoch."""
    turn: int = 0
    """When it is its turn: lower turns first, and within a turn the earlier one first."""


class Status(BaseModel):
    """Where a run stands. Written by the worker alone once the run has begun."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: State = "queued"
    attempt: int = 0
    """How many times a worker has begun the run; more than 1 after a worker's death."""
    epoch: int = 0
    """Finished epochs."""
    reason: str = ""
    """Why it failed: an English sentence with gaps, marked for translation."""
    values: dict[str, str | int | float] = {}
    """What goes into the gaps."""
    changed: float = Field(default_factory=time.time)


class Result(BaseModel):
    """What came of a run, measured on the test part of the data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    test_loss: float
    test_accuracy: float
    test_pictures: int
    epochs: float
    """Epochs of training behind it; not whole when it was stopped in the middle of one."""
    seconds: float


def owner_key(visitor: str) -> str:
    """Return what the store keeps of a visitor's secret id: enough to compare, not to be them."""
    return hashlib.sha256(visitor.encode()).hexdigest()[:32]


def queue_order(request: Request) -> tuple[int, float]:
    """Return what runs are sorted by while they wait."""
    return request.turn, request.created


def new_run_id() -> str:
    """Return an id with 96 random bits, 16 characters that are safe in a link and in a path."""
    return secrets.token_urlsafe(12)


class RunStore:
    """Folders of runs below one address.

    Parameters
    ----------
    address : str
        A folder, or an address that fsspec understands (`s3://bucket/runs`, `memory://runs`).
        With an engine on other machines it must be one that all of them reach.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._fs, self._root = fsspec.core.url_to_fs(address)

    def create(self, request: Request) -> str:
        """Keep a new run as queued and return its id."""
        run_id = new_run_id()
        self._write(f"{run_id}/request.json", request.model_dump_json().encode())
        self.set_status(run_id, Status())
        self._write(f"owners/{request.owner}/{run_id}", b"")
        return run_id

    def owned_by(self, owner: str) -> list[str]:
        """Return the ids of the owner's runs, the newest first."""
        folder = f"{self._root}/owners/{owner}"
        if not self._fs.exists(folder):
            return []
        ids = [str(path).rsplit("/", 1)[-1] for path in self._fs.ls(folder, detail=False)]
        known = [run_id for run_id in ids if self._is_readable(run_id)]
        return sorted(known, key=lambda run_id: -self.request(run_id).created)

    def exists(self, run_id: str) -> bool:
        """Tell whether there is such a run; anything that is not an id is not."""
        return bool(_RUN_ID.fullmatch(run_id)) and self._fs.exists(
            self._path(f"{run_id}/request.json")
        )

    def request(self, run_id: str) -> Request:
        """Return what was asked for; `RunError` if there is no such run."""
        try:
            return Request.model_validate_json(self.read(run_id, "request.json"))
        except ValidationError:  # kept by another version of the lab
            raise _no_such_run() from None

    def status(self, run_id: str) -> Status:
        """Return where the run stands."""
        return Status.model_validate_json(self.read(run_id, "status.json"))

    def set_status(self, run_id: str, status: Status) -> None:
        """Replace the status."""
        self.write(run_id, "status.json", status.model_dump_json().encode())

    def result(self, run_id: str) -> Result | None:
        """Return what came of the run, or None while nothing has."""
        if not self.has(run_id, "result.json"):
            return None
        return Result.model_validate_json(self.read(run_id, "result.json"))

    def has(self, run_id: str, name: str) -> bool:
        """Tell whether the run's folder holds the file."""
        return bool(self._fs.exists(self._path(f"{_checked(run_id)}/{name}")))

    def read(self, run_id: str, name: str) -> bytes:
        """Return a file of the run; `RunError` if it is not there."""
        try:
            return bytes(self._fs.cat_file(self._path(f"{_checked(run_id)}/{name}")))
        except FileNotFoundError:
            raise _no_such_run() from None

    def write(self, run_id: str, name: str, data: bytes) -> None:
        """Keep a file of the run; a reader sees the old one or the new one, never half of it."""
        self._write(f"{_checked(run_id)}/{name}", data)

    def remove(self, run_id: str, name: str) -> None:
        """Remove a file of the run, if it is there."""
        if self.has(run_id, name):
            self._fs.rm(self._path(f"{run_id}/{name}"))

    def unfinished(self) -> list[str]:
        """Return the ids of all runs that are queued or running, in the order of their turns."""
        waiting = [run_id for run_id in self._ids() if self.status(run_id).state in UNFINISHED]
        return sorted(waiting, key=lambda run_id: queue_order(self.request(run_id)))

    def read_json(self, run_id: str, name: str) -> dict[str, object]:
        """Return a JSON object of the run, empty if there is none yet."""
        if not self.has(run_id, name):
            return {}
        value = json.loads(self.read(run_id, name))
        return value if isinstance(value, dict) else {}

    def remove_older_than(self, seconds: float) -> int:
        """Remove finished runs last touched that long ago; return how many.

        A classroom's disk is small, and nobody comes back to a quick try after a month.
        """
        old = [run_id for run_id in self._ids() if self._is_old(run_id, seconds)]
        for run_id in old:
            owner = self.request(run_id).owner
            self._fs.rm(self._path(run_id), recursive=True)
            self._fs.rm(self._path(f"owners/{owner}/{run_id}"))
        return len(old)

    def _ids(self) -> list[str]:
        if not self._fs.exists(self._root):
            return []
        names = [str(path).rsplit("/", 1)[-1] for path in self._fs.ls(self._root, detail=False)]
        return [name for name in names if self._is_readable(name)]

    def _is_readable(self, name: str) -> bool:
        """Tell whether a folder is a run that this version of the lab understands."""
        try:
            return self.exists(name) and bool(self.request(name))
        except RunError:
            return False

    def _is_old(self, run_id: str, seconds: float) -> bool:
        status = self.status(run_id)
        return status.state not in UNFINISHED and time.time() - status.changed > seconds

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _write(self, name: str, data: bytes) -> None:
        path = self._path(name)
        if not isinstance(self._fs, LocalFileSystem):
            self._fs.pipe_file(path, data)  # object stores show a new file only once it is whole
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        partial = f"{path}.{secrets.token_hex(4)}.part"
        with open(partial, "wb") as file:
            file.write(data)
        os.replace(partial, path)


def _checked(run_id: str) -> str:
    """Return the id, or refuse what could lead out of the store."""
    if not _RUN_ID.fullmatch(run_id):
        raise _no_such_run()
    return run_id


def _no_such_run() -> RunError:
    return RunError(
        N_(
            "There is no such training here. The link may be cut short, or the training was "
            "removed. Start a new one on the Train page."
        )
    )
