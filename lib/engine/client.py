"""The engine as pages see it: submit, progress, stop, predict, and an honest word on its health.

Keras runs in worker processes behind a Dask scheduler: one that this process starts (the default)
or one at an address. Calls here return at once or have a time limit; one background thread listens
to the workers, warms new ones, replaces worn ones, and sends again what a death has cost.
"""

import contextlib
import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, TypeVar

import numpy as np
from distributed import Client, Future, KilledWorker

from lib.engine import cluster, jobs
from lib.engine.bundled import BUNDLED
from lib.engine.progress import TOPIC, Progress, cancelled
from lib.engine.runs import UNFINISHED, Request, RunStore, Status
from lib.engine.turns import QueueEntry, next_turn
from lib.errors import EngineError, LabError, RunError
from lib.messages import N_

Health = Literal["starting", "ready", "restarting", "down"]

T = TypeVar("T")

#: Seconds between two looks at what tells nobody when it is done.
TICK = 1.0
#: Seconds that a call to the scheduler may take before the engine counts as out of reach.
CALL_LIMIT = 5.0
#: Seconds that one prediction may take; on a busy machine it takes a few hundredths.
PREDICTION_LIMIT = 10.0
#: Times that a worker is asked to warm up before it is given up.
WARM_UP_TRIES = 5
#: Unfinished runs that one visitor may have at a time.
RUNS_AT_A_TIME = 5
#: Seconds after which a finished run is removed from the store.
KEPT_FOR = 30 * 24 * 3600.0
#: Runs whose progress is kept in memory; the others are read from the store when asked for.
REMEMBERED = 200

_log = logging.getLogger(__name__)


class Engine:
    """The one engine of this process.

    Parameters
    ----------
    store : RunStore
        Where runs are kept; the workers must reach it too.
    address : str, optional
        A Dask scheduler (`tcp://…`, `tls://…`). By default the engine starts its own, with one
        worker process, on the loopback interface.
    """

    def __init__(self, store: RunStore, address: str | None = None) -> None:
        self.store = store
        self._address = address
        self._client: Client | None = None
        self._cluster: Any = None
        self._lock = threading.RLock()
        self._progress: dict[str, Progress] = {}
        self._futures: dict[str, Future] = {}
        self._queue: dict[str, QueueEntry] = {}
        self._unsent: set[str] = set()
        self._warm: dict[str, bool] = {}
        self._warming: dict[str, Future] = {}
        self._tries: dict[str, int] = {}
        self._was_ready = self._failed = False
        self._inbox: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._next_tick = 0.0
        self._closed = threading.Event()
        self._calls = ThreadPoolExecutor(8, thread_name_prefix="engine-call")
        self._thread = threading.Thread(target=self._listen, name="engine", daemon=True)

    # What pages call

    def start(self) -> "Engine":
        """Start in the background and return at once."""
        self._thread.start()
        return self

    def close(self) -> None:
        """End the engine and, if it is its own, the worker process."""
        self._closed.set()
        self._disconnect()

    @property
    def health(self) -> Health:
        """How the engine is: "ready" once a worker has Keras loaded and has answered."""
        client = self._client
        if client is None or client.status != "running":
            return "down" if self._was_ready or self._failed else "starting"
        if True in list(self._warm.values()):  # a copy: the listener changes it meanwhile
            return "ready"
        return "restarting" if self._was_ready else "starting"

    def submit(self, request: Request) -> str:
        """Keep a run, queue it, and return its id.

        Raises
        ------
        RunError
            If the owner already has `RUNS_AT_A_TIME` unfinished runs.
        """
        with self._lock:
            waiting = list(self._queue.values())
            own = sum(entry.owner == request.owner for entry in waiting)
            if own >= RUNS_AT_A_TIME:
                raise RunError(
                    N_(
                        "You have {count} trainings that are not finished yet. Stop one of them "
                        "or wait until one is done, then start this one."
                    ),
                    count=own,
                )
            request = request.model_copy(update={"turn": next_turn(waiting, request.owner)})
            run_id = self.store.create(request)
            self._progress[run_id] = Progress(epochs=request.plan.epochs)
            self._queue[run_id] = QueueEntry.of(run_id, request)
            self._unsent.add(run_id)
        self._inbox.put(("send", run_id))
        return run_id

    def progress(self, run_id: str) -> Progress:
        """Return how far a run is; `RunError` if there is no such run."""
        with self._lock:
            if run_id not in self._progress:
                self._progress[run_id] = self._stored_progress(run_id)
            return self._progress[run_id].copy()

    def ahead(self, run_id: str) -> int:
        """Return how many runs have their turn before this one, the running one included."""
        with self._lock:
            entries = sorted(self._queue.values(), key=lambda e: (e.turn, e.created))
        ids = [entry.run_id for entry in entries]
        return ids.index(run_id) if run_id in ids else 0

    def stop(self, run_id: str) -> None:
        """End a run: a running one keeps what it has learned, a waiting one leaves the queue."""
        self.store.write(run_id, "stop", b"")  # for a worker that is just being replaced
        if self.progress(run_id).state == "queued":
            self._cancel(run_id)
        client = self._client
        if client is not None:
            with contextlib.suppress(EngineError):
                self._timed(lambda: client.run(jobs.request_stop, run_id, on_error="ignore"))

    def predict(self, run_id: str, picture: np.ndarray) -> np.ndarray:
        """Return the probabilities that a network gives a picture.

        Parameters
        ----------
        run_id : str
            A finished or stopped run, or `BUNDLED`.
        picture : ndarray of shape (H, W), uint8

        Raises
        ------
        EngineError
            If the engine is not ready or does not answer in time.
        """
        if self.health != "ready":
            raise _not_ready()
        version = "" if run_id == BUNDLED else repr(self.store.status(run_id).changed)
        for _ in range(2):  # a worker may end in between; the next one answers as well
            future = self._connected().submit(
                jobs.predict, self.store.address, run_id, version, picture,
                key=f"predict-{uuid.uuid4().hex}", pure=False, priority=1_000_000,
            )  # fmt: skip
            try:
                return np.asarray(future.result(timeout=PREDICTION_LIMIT))
            except KilledWorker:
                continue
            except LabError:
                raise
            except Exception as error:
                # Too late, cancelled with its scheduler, or an error of Keras's: the student
                # can do no more about one than about the other.
                _log.warning("engine: a prediction failed (%r)", error)
                future.cancel()
                break
        raise _not_ready()

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers (for tests and benchmarks)."""
        workers = self._timed(lambda: self._connected().run(jobs.process_id))
        return list(workers.values())

    # The background thread

    def _listen(self) -> None:
        with contextlib.suppress(Exception):
            self.store.remove_older_than(KEPT_FOR)
        while not self._closed.is_set():
            if self._client is None or self._client.status not in ("running", "connecting"):
                self._try_to_connect()
                continue
            kind, value = self._next_message()
            try:
                getattr(self, f"_on_{kind}")(value)
                self._look_at_futures()
            except Exception:
                # The listener must outlive whatever a scheduler in trouble throws at it.
                if not self._closed.is_set():
                    _log.exception("engine: %s failed", kind)

    def _next_message(self) -> tuple[str, Any]:
        """Return what came in, or a tick when it is time for one.

        A tick is due by the clock and not when nothing else comes: a training sends ten events a
        second, and with a tick that waited for silence the other interfaces at a scheduler would
        not see the queue before the training's end.
        """
        now = time.monotonic()
        if now < self._next_tick:
            with contextlib.suppress(queue.Empty):
                return self._inbox.get(timeout=self._next_tick - now)
        self._next_tick = time.monotonic() + (TICK if all(self._warm.values()) else TICK / 5)
        return "tick", None

    def _try_to_connect(self) -> None:
        self._disconnect()
        try:
            self._connect()
        except Exception as error:
            _log.warning("engine: no connection (%s)", error)
            self._failed = True
            self._closed.wait(2.0)

    def _connect(self) -> None:
        if self._address is None:
            self._cluster = cluster.embedded()
        client = Client(self._address or self._cluster, timeout=CALL_LIMIT, set_as_default=False)
        self._client = client
        self._failed = False
        client.subscribe_topic(TOPIC, lambda event: self._inbox.put(("event", event[1])))
        client.subscribe_topic("all", lambda event: self._inbox.put(("scheduler", event[1])))
        for _, event in client.get_events(TOPIC):
            self._on_event(event)
        for address in client.scheduler_info(n_workers=-1)["workers"]:
            self._warm_up(address)
        self._on_tick(None)
        for run_id in self.store.unfinished():
            if run_id not in self._futures:
                self._adopt_or_send(run_id)

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        self._warm.clear()
        self._warming.clear()
        self._futures.clear()
        for closing in (client, self._cluster):
            if closing is not None:
                with contextlib.suppress(Exception):
                    closing.close(timeout=CALL_LIMIT)
        self._cluster = None

    def _on_tick(self, _: None) -> None:
        """Compare the queue with what the scheduler holds."""
        client = self._connected()
        names = self._timed(client.list_datasets)
        found = [entry for entry in map(QueueEntry.parse, map(str, names)) if entry is not None]
        for address, warm in list(self._warm.items()):
            if not warm and address not in self._warming:
                self._warm_up(address)  # it failed; the reason may have been a passing one
        with self._lock:
            # A run stays published a moment longer than it lasts; it holds up nobody's turn.
            published = {entry.run_id: entry for entry in found if not self._ended(entry.run_id)}
            unsent = {i: e for i, e in self._queue.items() if i in self._unsent}
            self._queue = {**unsent, **published}

    def _ended(self, run_id: str) -> bool:
        progress = self._progress.get(run_id)
        return progress is not None and progress.state not in UNFINISHED

    def _on_event(self, event: dict[str, Any]) -> None:
        run_id = event["run"]
        if event["kind"] == "worn":
            self._calls.submit(self._replace_worker, event["worker"], run_id)
            return
        with self._lock:
            if run_id not in self._progress:
                self._progress[run_id] = self._stored_progress(run_id)
                self._forget_oldest()
            self._progress[run_id].apply(event)
            if event["kind"] == "end":
                self._queue.pop(run_id, None)

    def _on_scheduler(self, event: dict[str, Any]) -> None:
        if event.get("action") == "add-worker":
            self._warm_up(event["worker"])
        elif event.get("action") == "remove-worker":
            self._warm.pop(event["worker"], None)
            self._warming.pop(event["worker"], None)
            with self._lock:
                for progress in self._progress.values():
                    progress.interrupted(event["worker"])

    def _on_send(self, run_id: str) -> None:
        if run_id not in self._futures:  # connecting may have sent it already
            self._send(run_id, self.store.request(run_id))

    def _look_at_futures(self) -> None:
        """See which workers have warmed up and which runs have ended since the last look."""
        for address, future in list(self._warming.items()):
            if future.done():
                del self._warming[address]
                self._warmed(address, future)
        for run_id, future in list(self._futures.items()):
            if future.done():
                self._settle(run_id)

    def _warmed(self, address: str, future: Future) -> None:
        if future.status == "finished" and address in self._warm:
            self._warm[address] = self._was_ready = True
        elif future.status == "error":
            _log.warning("engine: %s did not warm up: %s", address, future.exception())

    def _settle(self, run_id: str) -> None:
        """Let go of a run that has ended; a future that is kept would make it run again."""
        self._release(run_id)
        status = self.store.status(run_id)
        if status.state in UNFINISHED:
            # The scheduler gave up on it (KilledWorker) or lost it; the run itself knows how
            # often it was begun and gives up by itself.
            self._send(run_id, self.store.request(run_id))
            return
        with self._lock:
            self._queue.pop(run_id, None)
            if self.progress(run_id).state != status.state:
                self._progress[run_id] = self._stored_progress(run_id)

    def _send(self, run_id: str, request: Request) -> None:
        client = self._connected()
        entry = QueueEntry.of(run_id, request)
        future = client.submit(
            jobs.train, self.store.address, run_id,
            key=f"train-{run_id}-{uuid.uuid4().hex[:8]}", pure=False,
            resources={"train": 1}, priority=entry.priority,
        )  # fmt: skip
        try:
            self._timed(lambda: client.publish_dataset(future, name=entry.name))
        except KeyError:  # another replica was quicker
            future.cancel()
            future = client.get_dataset(entry.name)
        self._hold(run_id, entry, future)

    def _adopt_or_send(self, run_id: str) -> None:
        request = self.store.request(run_id)
        entry = QueueEntry.of(run_id, request)
        if run_id in self._queue:
            client = self._connected()
            with contextlib.suppress(KeyError):
                future = self._timed(lambda: client.get_dataset(entry.name))
                self._hold(run_id, entry, future)
                return
        self._send(run_id, request)

    def _hold(self, run_id: str, entry: QueueEntry, future: Future) -> None:
        with self._lock:
            self._futures[run_id] = future
            self._queue[run_id] = entry
            self._unsent.discard(run_id)
            if run_id not in self._progress:
                self._progress[run_id] = self._stored_progress(run_id)

    def _release(self, run_id: str) -> None:
        future = self._futures.pop(run_id, None)
        client = self._connected()
        name = QueueEntry.of(run_id, self.store.request(run_id)).name
        with contextlib.suppress(KeyError):  # another replica, or a student's stop, was quicker
            self._timed(lambda: client.unpublish_dataset(name))
        if future is not None:
            future.release()

    def _cancel(self, run_id: str) -> None:
        self.store.set_status(run_id, Status(state="cancelled"))
        with self._lock:
            self._queue.pop(run_id, None)
            self._unsent.discard(run_id)
            self._progress[run_id].state = "cancelled"
            future = self._futures.get(run_id)
        with contextlib.suppress(EngineError):
            if future is not None:
                self._release(run_id)
                self._timed(lambda: future.cancel(force=True))
            # No worker has begun it, so none tells the other interfaces of its end.
            self._connected().log_event(TOPIC, cancelled(run_id))

    def _warm_up(self, address: str) -> None:
        self._warm[address] = False
        self._tries[address] = self._tries.get(address, 0) + 1
        if self._tries[address] > WARM_UP_TRIES:
            return
        self._warming[address] = self._connected().submit(
            jobs.warm_up, self.store.address, workers=[address],
            key=f"warm-up-{uuid.uuid4().hex}", pure=False, priority=2_000_000,
        )  # fmt: skip

    def _replace_worker(self, address: str, run_id: str) -> None:
        """Replace a worker that asked for it, if a nanny is there to start the next one."""
        client = self._connected()
        info = client.scheduler_info(n_workers=-1)["workers"].get(address)
        if run_id not in self._futures or info is None or not info.get("nanny"):
            return
        self._release(run_id)
        client.restart_workers([address], timeout=30, raise_for_error=False)

    def _stored_progress(self, run_id: str) -> Progress:
        status = self.store.status(run_id)
        progress = Progress.from_json(
            self.store.read_json(run_id, "progress.json"),
            state=status.state,
            attempt=status.attempt,
        )
        progress.reason, progress.values = status.reason, dict(status.values)
        progress.epochs = progress.epochs or self.store.request(run_id).plan.epochs
        return progress

    def _forget_oldest(self) -> None:
        ended = [i for i, progress in self._progress.items() if progress.state not in UNFINISHED]
        for run_id in ended[: max(0, len(self._progress) - REMEMBERED)]:
            del self._progress[run_id]

    def _connected(self) -> Client:
        if self._client is None:
            raise _not_ready()
        return self._client

    def _timed(self, call: Callable[[], T], seconds: float = CALL_LIMIT) -> T:
        """Return what the call returns, or give up on it: a lost scheduler blocks for ever."""
        try:
            called = self._calls.submit(call)
        except RuntimeError:  # Python is ending and accepts no more calls; so does the cluster
            self._closed.set()
            raise _not_ready() from None
        try:
            return called.result(timeout=seconds)
        except (TimeoutError, OSError):
            raise _not_ready() from None


def _not_ready() -> EngineError:
    return EngineError(
        N_("The engine is not answering at the moment. It is tried again; wait a few seconds.")
    )
