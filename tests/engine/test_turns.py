"""Whose turn it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.engine.runs import queue_order
from lib.engine.turns import QueueEntry, next_turn


def served(submissions):
    """Return the owners in the order in which their runs are served, all submitted at once."""
    waiting = []
    for time, owner in enumerate(submissions):
        turn = next_turn(waiting, owner)
        waiting.append(QueueEntry(turn, float(time), owner, str(time)))
    return "".join(entry.owner for entry in sorted(waiting, key=lambda e: (e.turn, e.created)))


@pytest.mark.parametrize(
    ("submissions", "order"),
    [("aaab", "abaa"), ("aabb", "abab"), ("abc", "abc"), ("aaabbc", "abcaba")],
)
def test_nobody_waits_behind_all_of_anothers_runs(submissions, order):
    assert served(submissions) == order


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_before_somebodys_kth_run_nobody_else_has_had_more_than_k(submissions):
    order = served(submissions)
    for place, owner in enumerate(order):
        had = order[: place + 1].count(owner)
        assert all(order[:place].count(other) <= had for other in "abc")


def test_who_comes_late_does_not_overtake_those_whose_turn_has_come():
    waiting = [QueueEntry(7, 1.0, "ann", "a"), QueueEntry(8, 2.0, "ann", "b")]
    assert next_turn(waiting, "ben") == 7


def test_a_published_name_can_be_read_back():
    entry = QueueEntry(3, 1764000000.123456, "0f" * 16, "abcdefgh-_ABCDEF")
    assert QueueEntry.parse(entry.name) == entry


@pytest.mark.parametrize("name", ["", "somebody-elses", "cnn-lab|1", "a|b|c|d|e"])
def test_other_published_names_are_left_alone(name):
    assert QueueEntry.parse(name) is None


def test_the_queue_and_the_store_sort_alike():
    class Request:
        turn, created = 2, 5.0

    assert queue_order(Request) == (2, 5.0)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10**6)), min_size=2, unique=True))
def test_dask_serves_in_the_order_of_the_queue(waiting):
    now = 1_764_000_000.0
    entries = [QueueEntry(turn, now + tenths / 10, "ann", "a") for turn, tenths in waiting]
    queue = sorted(entries, key=lambda e: (e.turn, e.created))
    assert sorted(entries, key=lambda e: -e.priority) == queue
