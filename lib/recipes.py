"""Experiments to start from: a network, a plan and what to expect of them."""

from dataclasses import dataclass
from typing import Final

from lib.architecture import (
    Activation,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Rescaling,
)
from lib.messages import N_
from lib.plan import Plan


@dataclass(frozen=True)
class Recipe:
    """One experiment.

    Attributes
    ----------
    id : str
        Short name, such as "R1".
    title, summary : str
        What it is, and what to watch for; English, marked for translation.
    architecture : Architecture
    plan : Plan
    dataset : str
        Name of the data set, as `lib.datasets.load` takes it.
    reported : str
        What the lecture reports of it; English, marked for translation.
    """

    id: str
    title: str
    summary: str
    architecture: Architecture
    plan: Plan
    dataset: str
    reported: str


_R1 = Recipe(
    id="R1",
    title=N_("One convolution with dropout"),
    summary=N_(
        "A single layer of 5×5 filters already reads digits well."
        " Watch the validation loss: dropout keeps it close to the training loss."
    ),
    architecture=Architecture(
        layers=(
            Rescaling(scale=1 / 255),
            Conv2D(filters=32, kernel_size=(5, 5), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Dropout(rate=0.2),
            Flatten(),
            Dense(units=127, activation="relu"),
            Dense(units=10, activation="softmax"),
        )
    ),
    plan=Plan(optimizer="adam", learning_rate=0.001, batch_size=200, epochs=10, validation="test"),
    dataset="mnist",
    reported=N_("Loss 0.03, accuracy 0.99; on the test part accuracy 0.9895."),
)

_R7 = Recipe(
    id="R7",
    title=N_("Two convolutions on unscaled pixels"),
    summary=N_(
        "The pixels stay at 0…255, and the network still learns."
        " Compare its first epochs with those of a network that scales them."
    ),
    architecture=Architecture(
        layers=(
            Conv2D(filters=32, kernel_size=(3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Conv2D(filters=64, kernel_size=(3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Flatten(),
            Dense(units=16, activation="relu"),
            Dense(units=10, activation="softmax"),
        )
    ),
    # The lecture validates on the test part.
    plan=Plan(optimizer="adam", learning_rate=0.001, batch_size=20, epochs=10, validation="test"),
    dataset="mnist",
    reported=N_(
        "Training loss 0.0233 and accuracy 0.9931; on the test part loss 0.0655 and accuracy"
        " 0.9844."
    ),
)

_R11 = Recipe(
    id="R11",
    title=N_("Two convolutions in a row, much dropout"),
    summary=N_(
        "Two layers of 3×3 filters see as far as one of 5×5; half of the dense layer is switched"
        " off at a time. Watch the training accuracy stay below the validation accuracy."
    ),
    architecture=Architecture(
        layers=(
            Rescaling(scale=1 / 255),
            Conv2D(filters=32, kernel_size=(3, 3), activation="relu"),
            Conv2D(filters=64, kernel_size=(3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Dropout(rate=0.25),
            Flatten(),
            Dense(units=128, activation="relu"),
            Dropout(rate=0.5),
            Dense(units=10, activation="softmax"),
        )
    ),
    plan=Plan(optimizer="rmsprop", learning_rate=0.001, batch_size=128, epochs=10, validation=0.2),
    dataset="mnist",
    reported=N_("The loss and the accuracy on the test part are printed; no numbers are given."),
)


def _normalized(filters: int) -> tuple[Layer, ...]:
    """Return a 3×3 convolution, normalised before its ReLU.

    The normalisation shifts every channel anyway, so the convolution needs no bias.
    """
    return (
        Conv2D(filters=filters, kernel_size=(3, 3), use_bias=False),
        BatchNormalization(),
        Activation(activation="relu"),
    )


BUNDLED: Final = Recipe(
    id="bundled",
    title=N_("The network that comes with the lab"),
    summary=N_(
        "Trained on digits that were turned, shifted and zoomed a little, so it can read yours."
        " Watch it fail on a digit that is mirrored or lies on its side."
    ),
    architecture=Architecture(
        layers=(
            Rescaling(scale=1 / 255),
            RandomRotation(factor=0.03),
            RandomTranslation(height_factor=0.07, width_factor=0.07),
            RandomZoom(height_factor=0.1),
            *_normalized(32),
            *_normalized(32),
            MaxPooling2D(pool_size=(2, 2)),
            Dropout(rate=0.2),
            *_normalized(64),
            *_normalized(64),
            MaxPooling2D(pool_size=(2, 2)),
            Dropout(rate=0.3),
            Flatten(),
            Dense(units=128, activation="relu"),
            Dropout(rate=0.4),
            Dense(units=10, activation="softmax"),
        )
    ),
    plan=Plan(
        optimizer="adam",
        learning_rate=0.002,
        schedule="cosine",
        batch_size=128,
        epochs=10,
        validation=0.05,
        seed=1,
    ),
    dataset="mnist",
    reported=N_("It is the lab's own network; no lecture reports it."),
)

RECIPES: Final = {recipe.id: recipe for recipe in (_R1, _R7, _R11)}
