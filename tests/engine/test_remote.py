"""A scheduler and a worker started by hand, as on a cluster."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

import numpy as np
import pytest

from lib.engine.bundled import BUNDLED
from lib.engine.client import Engine
from lib.engine.runs import RunStore
from tests.trainings import asked, ended, long, ready, training, until


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def dask(*arguments):
    # As in a shell: started in the project's folder, which has to be on the path.
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


@pytest.fixture
def cluster():
    """The address of a scheduler, and a way to start it (again)."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    running = []

    def start():
        scheduler = dask(
            "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
        worker = dask(
            "dask_worker", address, "--host", "127.0.0.1", "--nworkers", "1", "--nthreads", "2",
            "--memory-limit", "0", "--resources", "train=1", "--no-dashboard",
        )  # fmt: skip
        running[:] = [scheduler, worker]
        return scheduler, worker

    start()
    yield address, start, running
    for process in reversed(running):
        end(process)


def test_training_and_prediction_on_a_remote_scheduler_seen_by_two_interfaces(cluster, tmp_path):
    address, _, _ = cluster
    store = str(tmp_path)
    one = ready(Engine(RunStore(store), address).start())
    two = ready(Engine(RunStore(store), address).start())
    try:
        run_id = one.submit(long("ann"))
        training(two, run_id)  # or the worker may get ben's run first, from the other interface
        waiting = two.submit(asked("ben"))
        until(lambda: two.ahead(waiting) == one.ahead(waiting) == 1)
        assert two.predict(BUNDLED, np.zeros((28, 28), np.uint8)).shape == (10,)
        changed_mind = two.submit(asked("cem"))
        until(lambda: one.ahead(changed_mind) == 2)
        two.stop(changed_mind)
        until(lambda: one.progress(changed_mind).state == "cancelled")
        until(lambda: one.ahead(changed_mind) == 0)
        two.stop(run_id)
        assert ended(one, run_id).state == ended(two, run_id).state == "stopped"
        assert ended(one, waiting).state == ended(two, waiting).state == "done"
        until(lambda: not one._client.list_datasets())
    finally:
        one.close()
        two.close()


def test_an_interface_that_restarts_finds_its_run_again(cluster, tmp_path):
    address, _, _ = cluster
    before = ready(Engine(RunStore(str(tmp_path)), address).start())
    run_id = before.submit(long("ann"))
    training(before, run_id, epochs=1)
    before.close()
    after = ready(Engine(RunStore(str(tmp_path)), address).start())
    try:
        training(after, run_id, epochs=2)
        assert after.progress(run_id).attempt == 1
        after.stop(run_id)
        assert ended(after, run_id).state == "stopped"
    finally:
        after.close()


def test_a_lost_scheduler_blocks_nothing_and_its_runs_are_sent_again(cluster, tmp_path):
    address, start, running = cluster
    engine = ready(Engine(RunStore(str(tmp_path)), address).start())
    try:
        run_id = engine.submit(long("ann", epochs=3, subset=8_000))
        waiting = engine.submit(asked("ben"))
        training(engine, run_id, epochs=1)
        for process in reversed(running):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        until(lambda: engine.health == "down", 10.0)
        assert engine.progress(run_id).rows
        start()
        progress = ended(engine, run_id)
        assert progress.state == "done"
        assert [row.epoch for row in progress.rows] == [1, 2, 3]
        assert ended(engine, waiting).state == "done"
    finally:
        engine.close()
