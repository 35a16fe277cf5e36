"""The network that comes with the lab and serves until a student has trained one."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from lib.architecture import Architecture
from lib.plan import Plan

#: Stands for the bundled network where a run's id is asked for.
BUNDLED = "bundled"

FOLDER = Path(__file__).parents[2] / "assets" / "models" / "mnist"


class Card(BaseModel):
    """What the bundled network is and how it was made; written by `assets/models/train.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    architecture: Architecture
    plan: Plan
    dataset: str
    test_loss: float
    test_accuracy: float
    test_pictures: int
    trained_on: str
    """Date, as YYYY-MM-DD."""
    seconds: float
    command: str
    weights_sha256: str


def card() -> Card:
    """Return the bundled network's card."""
    return Card.model_validate_json((FOLDER / "card.json").read_bytes())


def bundled_architecture() -> Architecture:
    """Return the bundled network's layers."""
    return card().architecture


def bundled_weights() -> bytes:
    """Return the bundled network's weights as `lib.nn.fit.pack_weights` made them."""
    return (FOLDER / "weights.npz").read_bytes()
