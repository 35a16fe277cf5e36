"""Seconds per epoch in the engine and in a script that does nothing but `fit`.

From the end of the first epoch to the end of the last, so that compiling does not count but all
that the lab does in between, such as saving, does.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks.apps import ROOT
from benchmarks.report import Row, compared
from lib.engine.client import Engine
from lib.engine.progress import TOPIC
from lib.engine.runs import UNFINISHED, Request, RunStore
from lib.plan import Plan
from lib.recipes import RECIPES

TIMES = 3
EPOCHS = 3
LIMIT = 1.05
#: Recipe, and how many pictures of the training part.
CASES = (("R1", None), ("R7", 20_000))


def run() -> Iterator[Row]:
    """Alternate between the script and the engine, which waits while the script runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = ready(Engine(RunStore(folder)).start())
        try:
            for recipe, subset in CASES:
                plan = RECIPES[recipe].plan.model_copy(update={"epochs": EPOCHS, "subset": subset})
                alone, ours = [], []
                for _ in range(TIMES):
                    alone.append(by_keras(recipe, plan))
                    ours.append(by_engine(engine, recipe, plan))
                pictures = subset or "all"
                yield compared(f"epoch, {recipe}, {pictures} pictures", alone, ours, LIMIT)
        finally:
            engine.close()


def ready(engine: Engine, seconds: float = 120) -> Engine:
    """Wait until an engine is ready."""
    deadline = time.monotonic() + seconds
    while engine.health != "ready":
        if time.monotonic() > deadline:
            raise TimeoutError(f"the engine is not ready after {seconds:.0f} s")
        time.sleep(0.1)
    return engine


def by_engine(engine: Engine, recipe: str, plan: Plan) -> float:
    """Return the seconds per epoch of a training in the engine."""
    architecture = RECIPES[recipe].architecture
    run_id = engine.submit(Request(architecture=architecture, plan=plan, recipe=recipe))
    while engine.progress(run_id).state in UNFINISHED:
        time.sleep(0.5)
    if engine.progress(run_id).state != "done":
        raise RuntimeError(engine.progress(run_id).reason)
    return per_epoch([when for when, event in events(engine, run_id) if event["kind"] == "epoch"])


def events(engine: Engine, run_id: str) -> list[tuple[float, dict]]:
    """Return what the worker told of a run, and when the scheduler heard it."""
    heard = engine._connected().get_events(TOPIC)  # the engine itself keeps no times
    return [(when, event) for when, event in heard if event["run"] == run_id]


def by_keras(recipe: str, plan: Plan) -> float:
    """Return the seconds per epoch of the same training in a script."""
    command = [sys.executable, "-m", "benchmarks.keras_alone", recipe, plan.model_dump_json()]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return per_epoch([float(line) for line in output.split()])


def per_epoch(ends: list[float]) -> float:
    """Return the mean time from one end of an epoch to the next."""
    return (ends[-1] - ends[0]) / (len(ends) - 1)
