"""Whose turn it is: fair queueing, and the names by which every replica knows the queue."""

from dataclasses import dataclass

from lib.engine.runs import Request


@dataclass(frozen=True)
class QueueEntry:
    """A run that waits or runs, as its published name tells every replica of the interface."""

    turn: int
    created: float
    owner: str
    run_id: str

    @property
    def name(self) -> str:
        """The name under which the run's future is published."""
        return f"cnn-lab|{self.turn}|{self.created!r}|{self.owner}|{self.run_id}"

    @property
    def priority(self) -> float:
        """Dask's priority, higher first: by turn, within a turn by time.

        It has to say both: Dask runs tasks of equal priority that came within a tenth of a second
        in any order. Times are about 2e9 seconds, so a turn weighs more than every time.
        """
        return -(self.turn * 1e11 + self.created)

    @classmethod
    def of(cls, run_id: str, request: Request) -> "QueueEntry":
        """Return the entry of a run."""
        return cls(request.turn, request.created, request.owner, run_id)

    @classmethod
    def parse(cls, name: str) -> "QueueEntry | None":
        """Return the entry behind a published name, None if it is somebody else's."""
        parts = name.split("|")
        if len(parts) != 5 or parts[0] != "cnn-lab":
            return None
        return cls(int(parts[1]), float(parts[2]), parts[3], parts[4])


def next_turn(waiting: list[QueueEntry], owner: str) -> int:
    """Return the turn of an owner's next run, so that nobody waits behind all of another's runs.

    Start-time fair queueing (Goyal, Vin and Cheng, 1996) with runs of equal cost: a run's turn is
    the one after its owner's last, but never before the turn that is on now.

    >>> ann = [QueueEntry(0, 1.0, "ann", "a"), QueueEntry(1, 2.0, "ann", "b")]
    >>> next_turn(ann, "ann"), next_turn(ann, "ben")
    (2, 0)
    """
    if not waiting:
        return 0
    now = min(entry.turn for entry in waiting)
    own = [entry.turn for entry in waiting if entry.owner == owner]
    return max(now, max(own) + 1) if own else now
