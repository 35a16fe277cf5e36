"""Training: what is learned from, in which order, and what a checkpoint brings back."""

from dataclasses import replace

import numpy as np
import pytest

from lib import datasets
from lib.nn import fit
from lib.plan import Plan
from lib.recipes import RECIPES

QUICK = Plan(epochs=2, batch_size=100, subset=1000, validation=0.1, seed=3)


def train(plan, checkpoint=None, stop=lambda: False):
    events, saved = [], []
    outcome = fit.train(
        RECIPES["R1"].architecture,
        plan,
        "mnist",
        emit=events.append,
        should_stop=stop,
        save=lambda data, epoch: saved.append((data, epoch)),
        checkpoint=checkpoint,
    )
    return outcome, events, saved


def weights(outcome):
    return [np.asarray(weight) for weight in outcome.model.weights]


def close(left, right):
    return all(np.allclose(a, b, atol=1e-5) for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_a_resumed_training_ends_where_an_uninterrupted_one_does(schedule):
    plan = QUICK.model_copy(update={"schedule": schedule})
    whole, _, saved = train(plan)
    resumed, events, _ = train(plan, checkpoint=saved[0])
    assert [event["row"]["epoch"] for event in events if event["kind"] == "epoch"] == [2]
    assert resumed.epochs == whole.epochs == 2
    assert close(weights(resumed), weights(whole))


def test_the_seed_decides():
    same, again, other = (
        train(QUICK.model_copy(update={"epochs": 1, "seed": s}))[0] for s in (3, 3, 4)
    )
    assert close(weights(same), weights(again))
    assert not close(weights(same), weights(other))


def test_a_stop_ends_the_training_after_that_batch():
    calls = []

    def third():
        calls.append(None)
        return len(calls) > 3  # once before `fit` begins, then after every batch

    outcome, events, saved = train(QUICK, stop=third)
    assert outcome.stopped
    assert outcome.epochs == pytest.approx(3 / 9)
    assert not saved
    assert not [event for event in events if event["kind"] == "epoch"]
    assert outcome.test_pictures == 10_000


def test_every_epoch_shows_every_picture_once_in_an_order_of_its_own():
    pictures = np.arange(50, dtype=np.uint8).reshape(50, 1, 1, 1)
    labels = np.arange(50)
    data = replace(datasets.load("mnist", "test"), images=pictures, labels=labels)
    plan = Plan(epochs=3, batch_size=16)
    batches = list(fit.batches(data, plan))
    assert [len(y) for _, y in batches] == [16, 16, 16, 2] * 3
    orders = [np.concatenate([y for _, y in batches[i : i + 4]]) for i in (0, 4, 8)]
    assert all(sorted(order) == list(range(50)) for order in orders)
    assert not np.array_equal(orders[0], orders[1])
    assert all((np.asarray(x)[:, 0, 0, 0] == np.asarray(y)).all() for x, y in batches)
    later = [np.asarray(y) for _, y in fit.batches(data, plan, first_epoch=1)]
    assert np.array_equal(np.concatenate(later), np.concatenate(orders[1:]))


@pytest.mark.parametrize(
    ("validation", "train_count", "validation_count"),
    [(0.1, 900, 100), (0.2, 800, 200), ("test", 1000, 10_000)],
)
def test_split(validation, train_count, validation_count):
    parts = fit.split(QUICK.model_copy(update={"validation": validation}), "mnist")
    assert (len(parts.train), len(parts.validation)) == (train_count, validation_count)


def test_a_snapshot_holds_weights_optimizer_and_random_generators():
    model = fit.compiled(RECIPES["R1"].architecture, QUICK, 18)
    model.optimizer.build(model.trainable_variables)
    paths = [variable.path for variable in fit._state(model)]
    assert any("seed_generator" in path for path in paths)
    assert any("momentum" in path for path in paths)
    assert len(paths) == len(set(paths))


def test_a_snapshot_of_another_network_is_refused():
    small = fit.compiled(RECIPES["R7"].architecture, QUICK, 18)
    with pytest.raises(ValueError, match="arrays for"):
        fit.set_weights(small, fit.snapshot(fit.compiled(RECIPES["R1"].architecture, QUICK, 18)))


def test_r1_reaches_98_5_per_cent_in_three_epochs_of_all_of_mnist():
    recipe = RECIPES["R1"]
    outcome, _, _ = train(recipe.plan.model_copy(update={"epochs": 3}))
    assert outcome.test_accuracy >= 0.985
