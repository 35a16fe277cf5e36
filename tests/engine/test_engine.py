"""The embedded engine: real trainings in a real worker."""

import csv
import io

import numpy as np
import pytest

from lib import datasets
from lib.architecture import Architecture
from lib.engine.bundled import BUNDLED
from lib.engine.client import RUNS_AT_A_TIME, Engine
from lib.engine.runs import RunStore
from lib.errors import EngineError, RunError
from tests.trainings import asked, ended, long, training, until


@pytest.fixture(scope="module")
def done(engine):
    """A finished run of two epochs."""
    run_id = engine.submit(asked(epochs=2))
    assert ended(engine, run_id).state == "done"
    return run_id


def test_a_finished_run_has_a_row_for_each_epoch_and_a_result(engine, done):
    progress, result = engine.progress(done), engine.store.result(done)
    assert [row.epoch for row in progress.rows] == [1, 2]
    assert progress.share == 1.0
    assert progress.points[-1].step == 2 * progress.steps_per_epoch == 18
    assert result.epochs == 2
    assert result.test_pictures == 10_000
    assert result.test_accuracy > 0.7


def test_the_history_is_what_the_page_shows(engine, done):
    rows = list(csv.DictReader(io.StringIO(engine.store.read(done, "history.csv").decode())))
    shown = engine.progress(done).rows
    assert [float(row["val_loss"]) for row in rows] == [row.val_loss for row in shown]
    assert list(rows[0]) == ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"]


def test_the_keras_file_is_the_network_that_was_tested(engine, done, tmp_path):
    import keras

    path = tmp_path / "model.keras"
    path.write_bytes(engine.store.read(done, "model.keras"))
    model = keras.saving.load_model(path)
    test = datasets.load("mnist", "test")
    loss, accuracy = model.evaluate(test.images, test.labels, batch_size=500, verbose=0)
    result = engine.store.result(done)
    assert accuracy == pytest.approx(result.test_accuracy, abs=1e-6)
    assert loss == pytest.approx(result.test_loss, rel=1e-4)
    picture = test.images[7, ..., 0]
    ours = engine.predict(done, picture)
    assert ours == pytest.approx(model.predict(test.images[7:8], verbose=0)[0], abs=1e-5)


def test_the_points_of_an_epoch_average_to_what_keras_reports(engine, done):
    progress = engine.progress(done)
    steps = [0, *(point.step for point in progress.points)]
    # All batches are of 100 pictures, so an epoch's loss is the mean over its steps.
    sizes = np.diff(steps)
    first = np.array(steps[1:]) <= progress.steps_per_epoch
    losses = np.array([point.loss for point in progress.points])
    mean = np.average(losses[first], weights=sizes[first])
    assert mean == pytest.approx(progress.rows[0].loss, rel=1e-4)


def test_the_bundled_network_reads_test_pictures(engine):
    test = datasets.load("mnist", "test")
    answers = [engine.predict(BUNDLED, picture[..., 0]) for picture in test.images[:50]]
    assert np.sum(answers, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.mean(np.argmax(answers, axis=1) == test.labels[:50]) >= 0.98


def test_stop_keeps_what_was_learned(engine):
    run_id = engine.submit(long())
    training(engine, run_id, epochs=1)
    engine.stop(run_id)
    progress = ended(engine, run_id)
    result = engine.store.result(run_id)
    assert progress.state == "stopped"
    assert len(progress.rows) <= result.epochs < 100
    assert len(engine.predict(run_id, np.zeros((28, 28), np.uint8))) == 10


def test_predictions_go_on_during_a_training(engine):
    run_id = engine.submit(long())
    training(engine, run_id)
    picture = datasets.load("mnist", "test").images[0]
    assert np.argmax(engine.predict(BUNDLED, picture)) == 7
    assert engine.progress(run_id).state == "running"
    engine.stop(run_id)
    ended(engine, run_id)


def test_runs_queue_and_a_waiting_one_can_leave(engine):
    first, second, third = (engine.submit(long(owner)) for owner in ("ann", "ben", "cem"))
    training(engine, first)
    assert [engine.ahead(run_id) for run_id in (first, second, third)] == [0, 1, 2]
    engine.stop(second)
    assert engine.progress(second).state == "cancelled"
    assert engine.ahead(third) == 1
    engine.stop(first)
    training(engine, third)
    assert engine.store.status(second).attempt == 0
    engine.stop(third)
    assert ended(engine, first).state == ended(engine, third).state == "stopped"


def test_a_newcomer_does_not_wait_behind_all_of_anothers_runs(engine):
    anns = [engine.submit(long("ann")) for _ in range(3)]
    bens = engine.submit(asked("ben"))
    training(engine, anns[0])
    engine.stop(anns[0])
    assert ended(engine, bens).state == "done"
    assert engine.store.status(anns[2]).state == "queued"
    for run_id in anns:
        engine.stop(run_id)
        ended(engine, run_id)


def test_one_visitor_cannot_fill_the_queue(engine):
    ids = [engine.submit(long("greedy")) for _ in range(RUNS_AT_A_TIME)]
    with pytest.raises(RunError) as error:
        engine.submit(long("greedy"))
    assert str(error.value) == (
        "You have 5 trainings that are not finished yet. Stop one of them or wait until one is "
        "done, then start this one."
    )
    for run_id in reversed(ids):
        engine.stop(run_id)
        ended(engine, run_id)


def test_an_error_in_keras_is_told_in_a_sentence_and_the_worker_lives_on(engine):
    pids = engine.worker_pids()
    four_classes = Architecture(
        layers=[{"type": "Flatten"}, {"type": "Dense", "units": 4, "activation": "softmax"}]
    )
    run_id = engine.submit(asked().model_copy(update={"architecture": four_classes}))
    progress = ended(engine, run_id)
    assert progress.state == "failed"
    assert progress.reason.format(**progress.values).startswith(
        "The training broke off with an error of InvalidArgumentError."
    )
    assert engine.worker_pids() == pids


def test_an_error_of_the_labs_own_is_told_as_it_is(engine):
    run_id = engine.submit(asked().model_copy(update={"dataset": "cats"}))
    progress = ended(engine, run_id)
    assert progress.state == "failed"
    assert "cats" in progress.reason.format(**progress.values)


def test_what_has_ended_leaves_the_queue_and_the_scheduler(engine):
    run_id = engine.submit(asked())
    ended(engine, run_id)
    until(lambda: not engine._client.list_datasets())
    until(lambda: run_id not in engine._queue and run_id not in engine._futures)


def test_before_it_has_started_an_engine_keeps_runs_and_refuses_predictions(tmp_path):
    engine = Engine(RunStore(str(tmp_path)))
    run_id = engine.submit(asked())
    assert engine.health == "starting"
    assert engine.progress(run_id).state == "queued"
    with pytest.raises(EngineError) as error:
        engine.predict(BUNDLED, np.zeros((28, 28), np.uint8))
    assert str(error.value) == (
        "The engine is not answering at the moment. It is tried again; wait a few seconds."
    )


def test_a_tick_comes_by_the_clock_however_many_events_wait(tmp_path):
    """Ten events a second must not keep this interface from seeing the others' runs."""
    engine = Engine(RunStore(str(tmp_path)))
    for _ in range(3):
        engine._inbox.put(("event", {}))
    assert [engine._next_message()[0] for _ in range(3)] == ["tick", "event", "event"]
    engine._next_tick = 0.0  # it is time again
    assert [engine._next_message()[0] for _ in range(2)] == ["tick", "event"]
