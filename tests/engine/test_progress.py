"""What a page makes of a worker's events."""

import json

import pytest

from lib.engine.progress import EpochRow, Point, Progress

STARTED = {
    "kind": "started",
    "attempt": 1,
    "worker": "tcp://w1",
    "epoch": 0,
    "epochs": 2,
    "steps_per_epoch": 10,
}


def step(number, attempt=1):
    return {
        "kind": "step",
        "attempt": attempt,
        "step": number,
        "loss": 1 / number,
        "accuracy": 0.5,
        "pictures_per_second": 100.0,
        "seconds_left": 3.0,
    }


def epoch(number, attempt=1):
    row = {
        "epoch": number,
        "loss": 1.0,
        "accuracy": 0.5,
        "val_loss": 2.0,
        "val_accuracy": 0.4,
        "seconds": 3.0,
    }
    return {"kind": "epoch", "attempt": attempt, "row": row}


def after(*events):
    progress = Progress()
    for event in events:
        progress.apply(event)
    return progress


def test_a_training_from_start_to_end():
    end = {"kind": "end", "attempt": 1, "state": "done", "reason": "", "values": {}}
    progress = after(
        STARTED, step(5), step(10), epoch(1), step(20), epoch(2), {"kind": "testing"}, end
    )
    assert progress.state == "done"
    assert progress.share == 1.0
    assert [point.step for point in progress.points] == [5, 10, 20]
    assert [row.epoch for row in progress.rows] == [1, 2]


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        ([STARTED], "building"),
        ([STARTED, step(1)], "training"),
        ([STARTED, {"kind": "testing"}], "testing"),
    ],
    ids=["building", "training", "testing"],
)
def test_phases(events, phase):
    assert after(*events).phase == phase


def test_events_that_come_twice_count_once():
    once = [STARTED, step(5), step(10), epoch(1)]
    assert after(*once, step(5), epoch(1)) == after(*once)


def test_a_second_attempt_goes_on_from_the_last_finished_epoch():
    again = STARTED | {"attempt": 2, "worker": "tcp://w2", "epoch": 1}
    progress = after(STARTED, step(10), epoch(1), step(15), again)
    assert progress.share == 0.5
    assert [point.step for point in progress.points] == [10]
    assert [row.epoch for row in progress.rows] == [1]


def test_a_dead_workers_last_words_are_not_taken_for_the_next_ones():
    again = STARTED | {"attempt": 2, "worker": "tcp://w2"}
    assert after(STARTED, again, step(7), epoch(1)).points == []


def test_an_interruption_concerns_the_runs_of_that_worker_alone():
    progress = after(STARTED, step(5))
    assert not progress.interrupted("tcp://other")
    assert progress.phase == "training"
    assert progress.interrupted("tcp://w1")
    assert (progress.state, progress.phase) == ("running", "interrupted")


def test_the_curves_survive_the_store():
    progress = after(STARTED, step(5), step(10), epoch(1))
    stored = json.loads(json.dumps(progress.to_json()))
    back = Progress.from_json(stored, state="running", attempt=1)
    assert back.points == [Point(5, 0.2, 0.5), Point(10, 0.1, 0.5)]
    assert back.rows == [EpochRow(1, 1.0, 0.5, 2.0, 0.4, 3.0)]
    assert back.share == progress.share


def test_a_copy_does_not_change():
    progress = after(STARTED, step(5))
    copy = progress.copy()
    progress.apply(step(10))
    assert len(copy.points) == 1
