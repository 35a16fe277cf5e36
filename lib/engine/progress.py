"""What a page knows of a run: built from the worker's events, or from the store."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

#: The one topic on which workers tell of their runs.
TOPIC = "cnn-lab"


@dataclass(frozen=True)
class Point:
    """Mean loss and accuracy of the training steps since the point before.

    Keras reports a running mean since the epoch's beginning, which jumps at every epoch's end;
    the worker takes the steps of each point out of that mean.
    """

    step: int
    """Steps since the training's beginning, over all epochs."""
    loss: float
    accuracy: float


@dataclass(frozen=True)
class EpochRow:
    """One finished epoch, as Keras's `History` has it."""

    epoch: int
    """Counted from 1."""
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float


@dataclass
class Progress:
    """The live picture of one run.

    Events may come twice (from the event log and from the subscription) and epochs may be run
    twice (after a worker's death); `apply` takes both in its stride.
    """

    state: str = "queued"
    attempt: int = 0
    phase: str = ""
    """While running: "building", "training", "testing", or "interrupted" when its worker died."""
    worker: str = ""
    epochs: int = 0
    steps_per_epoch: int = 0
    step: int = 0
    pictures_per_second: float = 0.0
    seconds_left: float | None = None
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    rows: list[EpochRow] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How much of the training is done, from 0 to 1."""
        total = self.epochs * self.steps_per_epoch
        return min(1.0, self.step / total) if total else 0.0

    def apply(self, event: dict[str, Any]) -> None:
        """Take in one event of the worker's."""
        handler = getattr(self, f"_on_{event['kind']}", None)
        if handler is not None:
            handler(event)

    def copy(self) -> "Progress":
        """Return a copy that later events do not change."""
        return replace(self, points=list(self.points), rows=list(self.rows))

    def interrupted(self, worker: str) -> bool:
        """Take in that a worker is gone; return whether this run was in it."""
        if self.state != "running" or self.worker != worker:
            return False
        self.phase = "interrupted"
        self.seconds_left = None
        return True

    def to_json(self) -> dict[str, Any]:
        """Return the curves, as the store keeps them."""
        kept = asdict(self)
        return {
            name: kept[name] for name in ("epochs", "steps_per_epoch", "step", "points", "rows")
        }

    @classmethod
    def from_json(cls, value: dict[str, Any], *, state: str, attempt: int = 0) -> "Progress":
        """Return the progress whose curves `to_json` kept."""
        return cls(
            state=state,
            attempt=attempt,
            phase="training" if state == "running" else "",
            epochs=value.get("epochs", 0),
            steps_per_epoch=value.get("steps_per_epoch", 0),
            step=value.get("step", 0),
            points=[Point(**point) for point in value.get("points", [])],
            rows=[EpochRow(**row) for row in value.get("rows", [])],
        )

    def _on_started(self, event: dict[str, Any]) -> None:
        self.state, self.phase = "running", "building"
        self.attempt, self.worker = event["attempt"], event["worker"]
        self.epochs, self.steps_per_epoch = event["epochs"], event["steps_per_epoch"]
        self.step = event["epoch"] * self.steps_per_epoch
        # Whatever an interrupted attempt did after its last finished epoch is done again.
        self.points = [point for point in self.points if point.step <= self.step]
        self.rows = [row for row in self.rows if row.epoch <= event["epoch"]]

    def _on_step(self, event: dict[str, Any]) -> None:
        if event["attempt"] != self.attempt or event["step"] <= self.step:
            return
        self.state, self.phase = "running", "training"
        self.step = event["step"]
        self.pictures_per_second = event["pictures_per_second"]
        self.seconds_left = event["seconds_left"]
        self.points.append(Point(event["step"], event["loss"], event["accuracy"]))

    def _on_epoch(self, event: dict[str, Any]) -> None:
        row = EpochRow(**event["row"])
        if event["attempt"] == self.attempt and row.epoch > len(self.rows):
            self.rows.append(row)

    def _on_testing(self, event: dict[str, Any]) -> None:
        self.phase, self.seconds_left = "testing", None

    def _on_end(self, event: dict[str, Any]) -> None:
        self.state, self.phase, self.seconds_left = event["state"], "", None
        self.reason, self.values = event["reason"], event["values"]


def cancelled(run_id: str) -> dict[str, Any]:
    """Return the event that a run has left the queue before it began."""
    return {"run": run_id, "kind": "end", "state": "cancelled", "reason": "", "values": {}}
