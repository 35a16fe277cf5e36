"""The worker is killed in the middle of a training, and the next one soon after it.

Until the engine says so, until it answers again, and what becomes of the training.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.epoch import ready
from benchmarks.report import Row, bounded
from lib.engine.bundled import BUNDLED
from lib.engine.client import Engine
from lib.engine.runs import UNFINISHED, Request, RunStore
from lib.errors import EngineError
from lib.recipes import RECIPES

SAID_LIMIT = 5.0
ANSWER_LIMIT = 30.0
#: Seconds between the two deaths: Dask's nanny, left as it is, gives up after two within 15 s.
BETWEEN = 14.0
EPOCHS = 4


def run() -> Iterator[Row]:
    """Kill twice, then wait for the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = ready(Engine(RunStore(folder)).start())
        try:
            recipe = RECIPES["R1"]
            plan = recipe.plan.model_copy(update={"epochs": EPOCHS, "subset": 20_000})
            run_id = engine.submit(Request(architecture=recipe.architecture, plan=plan))
            until(lambda: len(engine.progress(run_id).rows) >= 1, 120)
            first = kill(engine)
            said = [seconds_until_said(engine, run_id, first)]
            until(lambda: engine.progress(run_id).attempt == 2 or gone(first) > BETWEEN - 1, 20)
            second = kill(engine)
            between = second - first
            said.append(seconds_until_said(engine, run_id, second))
            until(lambda: answers(engine), 120)
            yield bounded("killed worker: until the engine says so", said, SAID_LIMIT)
            yield bounded("killed again: until it answers", [gone(second)], ANSWER_LIMIT)
            until(lambda: engine.progress(run_id).state not in UNFINISHED, 300)
            progress = engine.progress(run_id)
            yield Row(
                "killed training: epochs done, of those asked for",
                len(progress.rows) if progress.state == "done" else float("nan"),
                EPOCHS,
                1.0,
                "epochs",
                f"{progress.state} at attempt {progress.attempt}; {between:.1f} s between deaths",
            )
        finally:
            engine.close()


def kill(engine: Engine) -> float:
    """Kill the worker; return when, by the monotonic clock."""
    pids: list[int] = []

    def found() -> bool:
        try:
            pids.extend(engine.worker_pids())
        except EngineError:
            return False
        return bool(pids)

    until(found, 60)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return time.monotonic()


def gone(since: float) -> float:
    """Return the seconds since then."""
    return time.monotonic() - since


def seconds_until_said(engine: Engine, run_id: str, killed: float) -> float:
    """Wait until a page would say that the training was interrupted."""
    until(lambda: engine.progress(run_id).phase == "interrupted", 60)
    return gone(killed)


def answers(engine: Engine) -> bool:
    """Tell whether the engine answers a question."""
    try:
        engine.predict(BUNDLED, np.zeros((28, 28), np.uint8))
    except EngineError:
        return False
    return True


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.01)
