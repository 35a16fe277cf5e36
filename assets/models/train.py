"""Train the network that comes with the lab, on the lab's own engine, and write its card.

From the project's folder:

    python -m assets.models.train

It takes a quarter of an hour on two cores and replaces `assets/models/mnist`. What is kept is an
architecture, plain arrays and numbers: nothing that would have to be trusted when it is loaded.
"""

import hashlib
import tempfile
import time
from datetime import UTC, datetime

from lib.engine.bundled import FOLDER, Card
from lib.engine.client import Engine
from lib.engine.runs import UNFINISHED, Request, RunStore
from lib.recipes import BUNDLED

COMMAND = "python -m assets.models.train"


def main() -> None:
    """Train, wait, and keep what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(RunStore(folder)).start()
        try:
            run_id = engine.submit(
                Request(
                    architecture=BUNDLED.architecture,
                    plan=BUNDLED.plan,
                    dataset=BUNDLED.dataset,
                    recipe=BUNDLED.id,
                )
            )
            follow(engine, run_id)
            keep(engine.store, run_id)
        finally:
            engine.close()


def follow(engine: Engine, run_id: str) -> None:
    """Print every epoch until the run has ended."""
    told = 0
    while (progress := engine.progress(run_id)).state in UNFINISHED:
        for row in progress.rows[told:]:
            print(row, flush=True)
        told = len(progress.rows)
        time.sleep(1.0)
    if progress.state != "done":
        raise SystemExit(f"{progress.state}: {progress.reason.format(**progress.values)}")


def keep(store: RunStore, run_id: str) -> None:
    """Write the weights and the card."""
    request, result = store.request(run_id), store.result(run_id)
    if result is None:
        raise SystemExit("The run has no result.")
    weights = store.read(run_id, "weights.npz")
    card = Card(
        architecture=request.architecture,
        plan=request.plan,
        dataset=request.dataset,
        test_loss=result.test_loss,
        test_accuracy=result.test_accuracy,
        test_pictures=result.test_pictures,
        trained_on=datetime.fromtimestamp(request.created, UTC).date().isoformat(),
        seconds=result.seconds,
        command=COMMAND,
        weights_sha256=hashlib.sha256(weights).hexdigest(),
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "weights.npz").write_bytes(weights)
    (FOLDER / "card.json").write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    print(f"Accuracy on {card.test_pictures} test pictures: {card.test_accuracy:.4f}")


if __name__ == "__main__":
    main()
