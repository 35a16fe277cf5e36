"""Train a network by its plan: one `fit`, told of as it goes, stopped at once, resumed exactly."""

import io
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from lib import datasets
from lib.architecture import Architecture
from lib.datasets import Dataset
from lib.nn.build import build
from lib.plan import Plan

Emit = Callable[[dict[str, Any]], None]

#: Seconds between two events of the same training; more than ten a second nobody can see.
EVENT_INTERVAL = 0.1

#: Pictures of a batch that is only looked at, not learned from. It changes no result.
EVALUATION_BATCH = 500

_OPTIMIZERS = {
    "adam": keras.optimizers.Adam,
    "sgd": keras.optimizers.SGD,
    "rmsprop": keras.optimizers.RMSprop,
    "adadelta": keras.optimizers.Adadelta,
}


@dataclass(frozen=True)
class Parts:
    """The pictures that a plan trains and validates on; uint8 pictures, integer labels."""

    train: Dataset
    validation: Dataset


@dataclass(frozen=True)
class Outcome:
    """What a training gave: the network itself, and how it did on pictures it has never seen."""

    model: keras.Model
    stopped: bool
    epochs: float
    seconds: float
    test_loss: float
    test_accuracy: float
    test_pictures: int


def split(plan: Plan, dataset: str) -> Parts:
    """Return the training and validation parts that the plan asks for.

    A share for validation is taken from the end of the training part, as Keras's own
    `validation_split` does, so that no picture is in both.
    """
    train = datasets.load(dataset, "train")
    if plan.subset is not None:
        train = datasets.subset(train, plan.subset, plan.seed)
    if plan.validation == "test":
        return Parts(train, datasets.load(dataset, "test"))
    cut = len(train.labels) - math.floor(len(train.labels) * plan.validation)
    return Parts(
        replace(train, images=train.images[:cut], labels=train.labels[:cut]),
        replace(train, images=train.images[cut:], labels=train.labels[cut:]),
    )


def compiled(architecture: Architecture, plan: Plan, steps: int) -> keras.Model:
    """Return the network with its optimizer, ready for a `fit` of so many steps in all."""
    model = build(architecture, seed=plan.seed)
    rate: Any = plan.learning_rate
    if plan.schedule == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, decay_steps=steps)
    model.compile(
        optimizer=_OPTIMIZERS[plan.optimizer](learning_rate=rate),
        # The same number as categorical cross-entropy, without writing out one-hot labels.
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,  # compiling with XLA makes these networks many times slower on a CPU
    )
    return model


def batches(data: Dataset, plan: Plan, *, first_epoch: int = 0) -> tf.data.Dataset:
    """Return the training batches of all epochs from `first_epoch` on.

    The order of an epoch follows from the plan's seed and the epoch's number alone, so a training
    that is resumed sees the pictures in the order in which it would have seen them.
    Each element is (pictures float32 (N, H, W, C), labels int64 (N,)).
    """
    pictures, labels = tf.constant(data.images), tf.constant(data.labels)
    count = len(data.labels)

    def one_epoch(epoch: tf.Tensor) -> tf.data.Dataset:
        keys = tf.random.stateless_uniform([count], seed=[plan.seed, epoch])
        return tf.data.Dataset.from_tensor_slices(tf.argsort(keys)).batch(plan.batch_size)

    def gather(indices: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.cast(tf.gather(pictures, indices), tf.float32), tf.gather(labels, indices)

    epochs = tf.data.Dataset.range(first_epoch, plan.epochs, output_type=tf.int32)
    return (
        epochs.flat_map(one_epoch)
        .map(gather, num_parallel_calls=tf.data.AUTOTUNE)
        .prefetch(tf.data.AUTOTUNE)
    )


def steps_per_epoch(data: Dataset, plan: Plan) -> int:
    """Return how many batches an epoch has; the last one may be smaller."""
    return math.ceil(len(data.labels) / plan.batch_size)


def train(
    architecture: Architecture,
    plan: Plan,
    dataset: str,
    *,
    emit: Emit,
    should_stop: Callable[[], bool],
    save: Callable[[bytes, int], None],
    checkpoint: tuple[bytes, int] | None = None,
) -> Outcome:
    """Train and test a network.

    Parameters
    ----------
    architecture, plan, dataset
        What to train, how, and on what.
    emit : callable
        Takes the events "step", "epoch" and "testing", as `lib.engine.progress` reads them.
    should_stop : callable
        Asked after every batch.
    save : callable
        Takes a checkpoint and the number of finished epochs, after every epoch.
    checkpoint : tuple of bytes and int, optional
        What `save` was given last, to go on from there.
    """
    began = time.monotonic()
    parts = split(plan, dataset)
    steps = steps_per_epoch(parts.train, plan)
    model = compiled(architecture, plan, steps * plan.epochs)
    first_epoch = 0
    if checkpoint is not None:
        restore(model, checkpoint[0])
        first_epoch = checkpoint[1]
    listener = Listener(plan, parts, emit, should_stop, save, first_epoch)
    if first_epoch < plan.epochs and not should_stop():
        model.fit(
            batches(parts.train, plan, first_epoch=first_epoch),
            steps_per_epoch=steps,
            epochs=plan.epochs,
            initial_epoch=first_epoch,
            validation_data=(parts.validation.images, parts.validation.labels),
            validation_batch_size=EVALUATION_BATCH,
            callbacks=[listener],
            shuffle=False,  # the batches come shuffled
            verbose=0,
        )
    emit({"kind": "testing"})
    seconds = time.monotonic() - began
    test = datasets.load(dataset, "test")
    loss, accuracy = model.evaluate(
        test.images, test.labels, batch_size=EVALUATION_BATCH, verbose=0
    )
    return Outcome(
        model=model,
        stopped=listener.stopped,
        epochs=listener.steps / steps,
        seconds=seconds,
        test_loss=float(loss),
        test_accuracy=float(accuracy),
        test_pictures=len(test.labels),
    )


class Listener(keras.callbacks.Callback):
    """Tells of a training as it goes, and ends it when asked."""

    def __init__(
        self,
        plan: Plan,
        parts: Parts,
        emit: Emit,
        should_stop: Callable[[], bool],
        save: Callable[[bytes, int], None],
        first_epoch: int,
    ) -> None:
        super().__init__()
        self._plan = plan
        self._pictures = len(parts.train.labels)
        self._steps = steps_per_epoch(parts.train, plan)
        self._emit, self._should_stop, self._save = emit, should_stop, save
        self.steps = first_epoch * self._steps
        self.stopped = False
        self._epoch_seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Start the epoch's sums afresh."""
        self._epoch = epoch
        self._epoch_began = self._last_event = time.monotonic()
        self._batch_seen = 0
        self._sums = {"loss": 0.0, "accuracy": 0.0}

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell of the steps since the last event, if it is time, and ask whether to go on."""
        self.steps += 1
        now = time.monotonic()
        if now - self._last_event >= EVENT_INTERVAL or batch + 1 == self._steps:
            self._tell_of_steps(batch + 1, logs or {}, now)
        if self._should_stop():
            self.stopped = self.model.stop_training = True

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Ask whether to go on, so that a long validation does not hold up a stop."""
        if not self.stopped and self._should_stop():
            self.stopped = self.model.stop_training = True
        self.model.stop_evaluating = self.stopped

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Save the epoch and tell of it; one that was cut short has no row in the table."""
        if self.stopped:
            return
        seconds = time.monotonic() - self._epoch_began
        self._epoch_seconds.append(seconds)
        values = {name: float(value) for name, value in (logs or {}).items()}
        names = ("loss", "accuracy", "val_loss", "val_accuracy")
        row = {"epoch": epoch + 1, "seconds": seconds, **{name: values[name] for name in names}}
        self._emit({"kind": "epoch", "row": row})
        self._save(snapshot(self.model), epoch + 1)

    def _tell_of_steps(self, batch: int, logs: dict[str, Any], now: float) -> None:
        """Emit the mean of the steps since the last event.

        Keras gives the running mean since the epoch's beginning. Times the pictures seen, that is
        a sum; the difference of two sums is what the steps in between added.
        """
        seen = min(batch * self._plan.batch_size, self._pictures)
        sums = {name: float(logs[name]) * seen for name in self._sums}
        new = seen - self._batch_seen
        means = {name: (sums[name] - self._sums[name]) / new for name in sums}
        speed = new / max(now - self._last_event, 1e-9)
        self._sums, self._batch_seen, self._last_event = sums, seen, now
        self._emit(
            {
                "kind": "step",
                "step": self.steps,
                "loss": max(0.0, means["loss"]),
                "accuracy": min(1.0, max(0.0, means["accuracy"])),
                "pictures_per_second": speed,
                "seconds_left": self._seconds_left(seen, now),
            }
        )

    def _seconds_left(self, seen: int, now: float) -> float:
        """Estimate the time to the last epoch's end, validation counted once it was measured."""
        running = (now - self._epoch_began) / seen * self._pictures
        epoch = self._epoch_seconds[-1] if self._epoch_seconds else running
        rest = max(0.0, epoch - (now - self._epoch_began))
        return rest + epoch * (self._plan.epochs - self._epoch - 1)


def snapshot(model: keras.Model) -> bytes:
    """Return all that the training has changed: weights, optimizer, and random generators."""
    return _pack(_state(model))


def restore(model: keras.Model, data: bytes) -> None:
    """Put a snapshot of the same architecture and plan back."""
    model.optimizer.build(model.trainable_variables)
    _assign(_state(model), data)


def pack_weights(model: keras.Model) -> bytes:
    """Return the weights alone, in Keras's order, as an .npz file without pickles."""
    return _pack(model.weights)


def set_weights(model: keras.Model, data: bytes) -> None:
    """Put packed weights into a network of the same architecture."""
    _assign(model.weights, data)


def _state(model: keras.Model) -> list[keras.Variable]:
    return [*model.variables, *model.optimizer.variables]


def _pack(variables: list[keras.Variable]) -> bytes:
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {f"{i:04d}": np.asarray(v) for i, v in enumerate(variables)}
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _assign(variables: list[keras.Variable], data: bytes) -> None:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        names = sorted(arrays.files)
        if len(names) != len(variables):
            raise ValueError(f"{len(names)} arrays for {len(variables)} variables")
        for variable, name in zip(variables, names, strict=True):
            variable.assign(arrays[name])
