"""Train a recipe with Keras alone and print when each epoch ended.

python -m benchmarks.keras_alone R1 '{"epochs": 3}'
"""

import sys
import time

import keras

from lib import datasets
from lib.nn.build import build
from lib.plan import Plan
from lib.recipes import RECIPES


def main(recipe: str, plan: Plan) -> None:
    """Call `fit` as one would in a notebook, on the lab's own network and pictures."""
    train, test = datasets.load("mnist", "train"), datasets.load("mnist", "test")
    if plan.subset is not None:
        train = datasets.subset(train, plan.subset, plan.seed)
    model = build(RECIPES[recipe].architecture, seed=plan.seed)
    model.compile(
        optimizer=keras.optimizers.get(
            {"class_name": plan.optimizer, "config": {"learning_rate": plan.learning_rate}}
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,
    )
    print_end = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: print(time.time(), flush=True)
    )
    model.fit(
        train.images,
        train.labels,
        batch_size=plan.batch_size,
        epochs=plan.epochs,
        shuffle=True,
        validation_data=(test.images, test.labels),
        validation_batch_size=500,
        callbacks=[print_end],
        verbose=0,
    )


if __name__ == "__main__":
    main(sys.argv[1], Plan.model_validate_json(sys.argv[2]))
