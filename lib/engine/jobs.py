"""What runs in the worker process.

The interface sends these functions by name and never runs them, so this module must import without
Keras: `lib.nn` is imported where it is used.
"""

import contextlib
import csv
import ctypes
import gc
import io
import json
import os
import threading
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from distributed import Status as WorkerStatus
from distributed import get_worker

from lib.engine.bundled import BUNDLED, bundled_architecture, bundled_weights
from lib.engine.progress import TOPIC, Progress
from lib.engine.runs import UNFINISHED, Result, RunStore, State, Status
from lib.errors import LabError
from lib.messages import N_

if TYPE_CHECKING:
    from lib.nn.fit import Outcome
    from lib.nn.predict import Predictor

#: A training whose worker died this often is not tried again.
MAX_ATTEMPTS = 3

#: After so many trainings a worker asks to be replaced: every Keras `fit` leaks about 15 MB.
TRAININGS_PER_WORKER = int(os.environ.get("CNN_LAB_TRAININGS_PER_WORKER", "6"))

#: Seconds for which a worker that wants to be replaced keeps its place free of the next training.
REPLACEMENT_PATIENCE = 60.0

TOO_MANY_DEATHS = N_(
    "The process that trains ended {attempts} times in the middle of this training; most likely "
    "the memory ran out. Try a smaller batch, fewer filters or fewer pictures."
)
BROKE = N_("The training broke off with an error of {kind}. Change a setting and start it again.")

_stopping: set[str] = set()
_importing = threading.Lock()
_trainings = 0


def request_stop(run_id: str) -> None:
    """End a training after the batch that it is at; sent around the task queue."""
    _stopping.add(run_id)


def warm_up(store: str) -> int:
    """Import Keras and answer once, so that nobody waits for it later; return the process id."""
    from lib import datasets

    predict(store, BUNDLED, "", np.zeros((28, 28), np.uint8))
    datasets.load("mnist", "train")
    return os.getpid()


def predict(store: str, run_id: str, version: str, picture: np.ndarray) -> np.ndarray:
    """Return the probabilities that a run's network gives a picture.

    Parameters
    ----------
    store : str
        The store's address.
    run_id : str
        The run, or `BUNDLED`.
    version : str
        Changes when the run's weights do.
    picture : ndarray of shape (H, W) or (H, W, C), uint8
    """
    return _predictor(store, run_id, version).probabilities(picture)


def train(store: str, run_id: str) -> str:
    """Do a run, or what is left of it, and return the state in which it ended.

    Only the first attempt is a fresh start. After a worker's death the scheduler hands the run to
    the next worker, where it goes on from its last finished epoch. A run that has ended is not run
    again, whoever asks.
    """
    runs = RunStore(store)
    status = runs.status(run_id)
    if status.state not in UNFINISHED:
        return status.state
    return _Training(runs, run_id, status).run()


class _Training:
    """One attempt at a run."""

    def __init__(self, runs: RunStore, run_id: str, before: Status) -> None:
        self.runs, self.run_id = runs, run_id
        self.request = runs.request(run_id)
        self.epoch, self.attempt = before.epoch, before.attempt + 1
        self.progress = Progress.from_json(runs.read_json(run_id, "progress.json"), state="running")

    def run(self) -> str:
        if self.attempt > MAX_ATTEMPTS:
            return self._end("failed", TOO_MANY_DEATHS, attempts=MAX_ATTEMPTS)
        self._set_status("running")
        try:
            return self._train()
        except LabError as error:
            return self._end("failed", error.template, **error.values)
        except Exception as error:
            # Whatever Keras raises, the student gets a sentence and the worker lives on.
            return self._end("failed", BROKE, kind=type(error).__name__)
        finally:
            _stopping.discard(self.run_id)
            _give_memory_back()
            _make_room(self.run_id)

    def _train(self) -> str:
        _import_keras()
        from lib.nn import fit

        parts = fit.split(self.request.plan, self.request.dataset)
        self.emit(
            {
                "kind": "started",
                "worker": get_worker().address,
                "epoch": self.epoch,
                "epochs": self.request.plan.epochs,
                "steps_per_epoch": fit.steps_per_epoch(parts.train, self.request.plan),
            }
        )
        outcome = fit.train(
            self.request.architecture,
            self.request.plan,
            self.request.dataset,
            emit=self.emit,
            should_stop=self._should_stop,
            save=self._save,
            checkpoint=self._checkpoint(),
        )
        self._keep(outcome)
        return self._end("stopped" if outcome.stopped else "done")

    def emit(self, event: dict[str, Any]) -> None:
        """Tell whoever listens, and keep the curves for those who come later."""
        event = {"run": self.run_id, "attempt": self.attempt, **event}
        self.progress.apply(event)
        get_worker().log_event(TOPIC, event)

    def _should_stop(self) -> bool:
        return self.run_id in _stopping

    def _checkpoint(self) -> tuple[bytes, int] | None:
        if self.runs.has(self.run_id, "stop"):
            # Asked to stop while no worker was there to hear it.
            _stopping.add(self.run_id)
        if self.epoch == 0:
            return None
        return self.runs.read(self.run_id, "checkpoint.npz"), self.epoch

    def _save(self, snapshot: bytes, epoch: int) -> None:
        self.runs.write(self.run_id, "checkpoint.npz", snapshot)
        self._keep_curves()
        self.epoch = epoch
        self._set_status("running")

    def _keep(self, outcome: "Outcome") -> None:
        from lib.nn import fit

        write = self.runs.write
        write(self.run_id, "weights.npz", fit.pack_weights(outcome.model))
        write(self.run_id, "model.keras", _keras_file(outcome.model))
        write(self.run_id, "history.csv", _csv(self.progress))
        self._keep_curves()
        result = Result(
            test_loss=outcome.test_loss,
            test_accuracy=outcome.test_accuracy,
            test_pictures=outcome.test_pictures,
            epochs=outcome.epochs,
            seconds=outcome.seconds,
        )
        write(self.run_id, "result.json", result.model_dump_json().encode())

    def _keep_curves(self) -> None:
        curves = json.dumps(self.progress.to_json()).encode()
        self.runs.write(self.run_id, "progress.json", curves)

    def _set_status(self, state: State, reason: str = "", **values: str | int | float) -> None:
        status = Status(
            state=state, attempt=self.attempt, epoch=self.epoch, reason=reason, values=values
        )
        self.runs.set_status(self.run_id, status)

    def _end(self, state: State, reason: str = "", **values: str | int | float) -> str:
        self._set_status(state, reason, **values)
        self.emit({"kind": "end", "state": state, "reason": reason, "values": values})
        return state


def _give_memory_back() -> None:
    """Return what the training has used to the system; glibc would keep most of it for later."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such call
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _import_keras() -> None:
    """Import Keras in one thread at a time.

    A new worker warms up in one thread while the other may already go on with a training. Python
    lets the two see each other's half-imported modules where imports go in circles, as
    TensorFlow's do, and one of them fails.
    """
    with _importing:
        import lib.nn.fit
        import lib.nn.predict  # noqa: F401


def _make_room(run_id: str) -> None:
    """After some trainings, hold this worker's place until the interface has replaced it.

    Nothing is lost by it: the run is on disk. Were the place given back first, the next training
    would begin here and be cut off by the replacement.
    """
    global _trainings
    _trainings += 1
    if _trainings < TRAININGS_PER_WORKER:
        return
    worker = get_worker()
    worker.log_event(TOPIC, {"kind": "worn", "run": run_id, "worker": worker.address})
    deadline = time.monotonic() + REPLACEMENT_PATIENCE
    while worker.status == WorkerStatus.running and time.monotonic() < deadline:
        time.sleep(0.05)  # until the worker is told to close, for which it waits for this thread
    _trainings = 0  # nobody came; ask again after the next few


@lru_cache(maxsize=8)
def _predictor(store: str, run_id: str, version: str) -> "Predictor":
    _import_keras()
    from lib.nn.predict import Predictor

    if run_id == BUNDLED:
        return Predictor(bundled_architecture(), bundled_weights())
    runs = RunStore(store)
    return Predictor(runs.request(run_id).architecture, runs.read(run_id, "weights.npz"))


def _keras_file(model: Any) -> bytes:
    """Return the network as a `.keras` file."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        with open(path, "rb") as file:
            return file.read()


def _csv(progress: Progress) -> bytes:
    """Return the epochs as a table, named as in Keras's `History`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds")
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in progress.rows)
    return text.getvalue().encode()


def process_id() -> int:
    """Return the worker's process id."""
    return os.getpid()
