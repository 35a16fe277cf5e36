"""The store of runs, in a local folder and at an fsspec address."""

import threading
import uuid

import pytest

from lib.engine.runs import Request, Result, RunStore, Status, new_run_id, owner_key
from lib.errors import RunError
from lib.recipes import RECIPES

NO_SUCH_RUN = (
    "There is no such training here. The link may be cut short, or the training was removed. "
    "Start a new one on the Train page."
)


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    if request.param == "folder":
        return RunStore(str(tmp_path / "runs"))
    return RunStore(f"memory://{uuid.uuid4().hex}")


def asked(owner="ann", **changes):
    recipe = RECIPES["R1"]
    values = {"architecture": recipe.architecture, "plan": recipe.plan, "owner": owner, **changes}
    return Request(**values)


def test_a_new_run_is_queued_and_reads_back_as_it_was_asked_for(store):
    request = asked()
    run_id = store.create(request)
    assert store.request(run_id) == request
    assert store.status(run_id).state == "queued"
    assert store.result(run_id) is None


def test_owners_see_their_own_runs_alone_newest_first(store):
    old = store.create(asked("ann", created=1.0))
    new = store.create(asked("ann", created=2.0))
    store.create(asked("ben"))
    assert store.owned_by("ann") == [new, old]
    assert store.owned_by("nobody") == []


def test_an_owner_key_does_not_give_the_visitor_away():
    assert owner_key("secret") == owner_key("secret") != owner_key("Secret")
    assert "secret" not in owner_key("secret")


def test_ids_are_unguessable():
    assert len({new_run_id() for _ in range(1000)}) == 1000
    assert len(new_run_id()) == 16  # 6 bits each


@pytest.mark.parametrize(
    "run_id", ["", "..", "../../etc/passwd", "owners", "a/b", "x" * 16, "é" * 16]
)
def test_what_is_no_run_is_refused(store, run_id):
    assert not store.exists(run_id)
    with pytest.raises(RunError) as error:
        store.request(run_id)
    assert str(error.value) == NO_SUCH_RUN


def test_result_round_trip(store):
    run_id = store.create(asked())
    result = Result(test_loss=0.1, test_accuracy=0.9, test_pictures=10, epochs=1.5, seconds=3.0)
    store.write(run_id, "result.json", result.model_dump_json().encode())
    assert store.result(run_id) == result


def test_unfinished_runs_come_in_the_order_of_their_turns(store):
    late = store.create(asked(turn=1, created=1.0))
    first = store.create(asked(turn=0, created=2.0))
    done = store.create(asked(turn=0, created=0.0))
    store.set_status(done, Status(state="done"))
    assert store.unfinished() == [first, late]


def test_old_runs_are_removed_and_unfinished_ones_are_kept(store):
    old, waiting, new = (store.create(asked()) for _ in range(3))
    store.set_status(old, Status(state="done", changed=0.0))
    store.set_status(waiting, Status(state="queued", changed=0.0))
    store.set_status(new, Status(state="done"))
    assert store.remove_older_than(60.0) == 1
    assert not store.exists(old)
    assert set(store.owned_by("ann")) == {waiting, new}


def test_runs_of_another_version_of_the_lab_are_passed_over(store):
    run_id, foreign = store.create(asked()), store.create(asked())
    store.write(foreign, "request.json", b'{"layers": 3}')
    assert store.owned_by("ann") == store.unfinished() == [run_id]
    with pytest.raises(RunError):
        store.request(foreign)


def test_removing_a_file_twice_is_no_error(store):
    run_id = store.create(asked())
    store.write(run_id, "stop", b"")
    store.remove(run_id, "stop")
    store.remove(run_id, "stop")
    assert not store.has(run_id, "stop")


def test_a_reader_never_sees_half_a_file(tmp_path):
    store = RunStore(str(tmp_path))
    run_id = store.create(asked())
    whole = {bytes([byte]) * 1_000_000 for byte in (1, 2)}
    store.write(run_id, "weights.npz", min(whole))
    done = threading.Event()

    def write():
        for _ in range(20):
            for data in whole:
                store.write(run_id, "weights.npz", data)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        assert store.read(run_id, "weights.npz") in whole
    writer.join()
    assert not list(tmp_path.rglob("*.part"))
