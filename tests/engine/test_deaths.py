"""A worker that is killed costs time and nothing else."""

import os
import signal

import numpy as np
import pytest

from lib.engine.bundled import BUNDLED
from lib.engine.client import Engine
from lib.engine.jobs import MAX_ATTEMPTS
from lib.engine.runs import RunStore
from tests.trainings import asked, ended, long, ready, training, until


def kill(engine):
    for pid in engine.worker_pids():
        os.kill(pid, signal.SIGKILL)


def test_a_killed_training_goes_on_from_its_last_finished_epoch(own_engine):
    engine = own_engine
    run_id = engine.submit(long(epochs=4, subset=8_000))
    waiting = engine.submit(asked("ben"))
    training(engine, run_id, epochs=1)
    kill(engine)
    until(lambda: engine.progress(run_id).phase == "interrupted", 5.0)
    assert engine.health == "restarting"
    progress = ended(engine, run_id)
    assert progress.state == "done"
    assert progress.attempt == 2
    assert [row.epoch for row in progress.rows] == [1, 2, 3, 4]
    steps = [point.step for point in progress.points]
    assert steps == sorted(set(steps))
    assert ended(engine, waiting).state == "done"


def test_deaths_in_a_row_cost_no_queued_run_and_predictions_come_back(own_engine):
    engine = own_engine
    run_id = engine.submit(long("ann"))
    waiting = [engine.submit(asked(owner)) for owner in ("ben", "cem", "ben")]
    for attempt in range(1, MAX_ATTEMPTS + 1):
        until(lambda n=attempt: engine.progress(run_id).attempt == n)
        training(engine, run_id)
        kill(engine)
        until(lambda: engine.progress(run_id).phase == "interrupted", 5.0)
    progress = ended(engine, run_id)
    assert progress.state == "failed"
    assert progress.reason.format(**progress.values) == (
        "The process that trains ended 3 times in the middle of this training; most likely the "
        "memory ran out. Try a smaller batch, fewer filters or fewer pictures."
    )
    ready(engine, 30.0)
    assert engine.predict(BUNDLED, np.zeros((28, 28), np.uint8)).shape == (10,)
    assert [ended(engine, run).state for run in waiting] == ["done"] * 3


def test_a_restart_of_the_app_loses_no_run(tmp_path):
    store = RunStore(str(tmp_path))
    before = ready(Engine(store).start())
    run_id = before.submit(long(epochs=3, subset=8_000))
    waiting = before.submit(asked("ben"))
    training(before, run_id, epochs=1)
    before.close()
    after = Engine(store).start()
    try:
        progress = ended(after, run_id)
        assert progress.state == "done"
        assert [row.epoch for row in progress.rows] == [1, 2, 3]
        assert ended(after, waiting).state == "done"
    finally:
        after.close()


def test_worn_workers_are_replaced_and_the_queue_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("CNN_LAB_TRAININGS_PER_WORKER", "2")
    engine = ready(Engine(RunStore(str(tmp_path))).start())
    try:
        first = engine.worker_pids()
        ids = [engine.submit(asked(owner)) for owner in "abcde"]
        assert [ended(engine, run_id).state for run_id in ids] == ["done"] * 5
        assert all(engine.store.status(run_id).attempt == 1 for run_id in ids)
        ready(engine)
        assert engine.worker_pids() != first
    finally:
        engine.close()


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_does_not_outlive_its_engine(tmp_path, signal_):
    import subprocess
    import sys

    script = (
        "import sys, time; from lib.engine.client import Engine; "
        "from lib.engine.runs import RunStore\n"
        "if __name__ == '__main__':\n"
        "    engine = Engine(RunStore(sys.argv[1])).start()\n"
        "    while engine.health != 'ready': time.sleep(0.1)\n"
        "    print(engine.worker_pids()[0], flush=True)\n"
        "    time.sleep(600)\n"
    )
    path = tmp_path / "main.py"
    path.write_text(script)
    process = subprocess.Popen(
        [sys.executable, str(path), str(tmp_path / "runs")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    pid = int(process.stdout.readline())
    process.send_signal(signal_)
    process.wait(15)
    process.stdout.close()
    until(lambda: not alive(pid), 15.0)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_training_may_begin_while_its_worker_still_warms_up(tmp_path):
    """Both import Keras, in two threads; neither may trip over the other."""
    engine = Engine(RunStore(str(tmp_path)))
    run_id = engine.submit(asked())
    engine.start()
    try:
        assert ended(engine, run_id).state == "done"
        ready(engine, 30.0)
    finally:
        engine.close()
