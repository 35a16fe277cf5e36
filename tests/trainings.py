"""Trainings for tests, and ways to wait for what they do."""

import time

from lib.engine.runs import Request
from lib.plan import Plan
from lib.recipes import RECIPES


def until(condition, seconds=120.0):
    """Wait for a condition and return what it gave; fail when it does not come true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {condition}")


def ready(engine, seconds=120.0):
    until(lambda: engine.health == "ready", seconds)
    return engine


def asked(owner="ann", recipe="R1", **plan):
    """Return a quick training: 1 000 pictures, unless the plan says otherwise."""
    settings = {"epochs": 1, "batch_size": 100, "subset": 1000, "validation": 0.1, **plan}
    return Request(
        architecture=RECIPES[recipe].architecture,
        plan=Plan(**settings),
        recipe=recipe,
        owner=owner,
    )


def long(owner="ann", **plan):
    """Return a training that goes on until somebody ends it."""
    return asked(owner, **{"epochs": 100, "subset": 5000, "batch_size": 20, **plan})


def ended(engine, run_id, seconds=180.0):
    """Wait for a run's end and return its progress."""
    until(lambda: engine.progress(run_id).state not in ("queued", "running"), seconds)
    return engine.progress(run_id)


def training(engine, run_id, epochs=0):
    """Wait until a run is in the middle of an epoch, with so many behind it."""
    until(lambda: (p := engine.progress(run_id)).points and len(p.rows) >= epochs)
