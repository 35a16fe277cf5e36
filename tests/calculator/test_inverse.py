import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.calculator.inverse import Ranges, solve
from tests import oracles_arithmetic as oracle

few = st.builds(Ranges, st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3))


def found(start, goal, ranges):
    return [
        (one.type, one.side.kernel, one.side.stride, one.side.padding, one.side.dilation)
        for one in solve(start, goal, ranges)
    ]


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 20), st.integers(1, 24), few)
def test_no_setting_is_missed_and_none_is_wrong(start, goal, ranges):
    solutions = found(start, goal, ranges)
    assert len(solutions) == len(set(solutions))
    expected = oracle.settings_that_turn(
        start,
        goal,
        kernels=range(1, ranges.kernel + 1),
        strides=range(1, ranges.stride + 1),
        paddings=range(ranges.padding + 1),
        dilations=range(1, ranges.dilation + 1),
    )
    # A padding of 0 is `valid`, unless Keras's transposed `valid` makes something else.
    without = {
        one for one in expected if one[3] != 0 or (one[0] == "Conv2DTranspose" and one[1] < one[2])
    }
    assert set(solutions) == without


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_every_solution_checks_out(start, goal):
    for solution in solve(start, goal):
        assert solution.side.size == start
        assert solution.side.output() == goal
        assert solution.missed == solution.side.slide().missed()


def test_the_usual_ones_come_first():
    solutions = found(28, 14, Ranges())
    assert solutions[:3] == [
        ("Conv2D", 3, 2, "same", 1),
        ("Conv2D", 5, 2, "same", 1),
        ("Conv2D", 3, 2, 1, 1),
    ]
    assert next(one for one in solutions if one[0] == "MaxPooling2D") == (
        "MaxPooling2D", 2, 2, "valid", 1,
    )  # fmt: skip
    assert found(28, 26, Ranges())[0] == ("Conv2D", 3, 1, "valid", 1)
    assert found(14, 28, Ranges())[0][0] == "Conv2D" or found(14, 28, Ranges())[0][2] == 2


@pytest.mark.parametrize(("start", "goal"), [(28, 200), (500, 3)])
def test_there_may_be_none(start, goal):
    assert solve(start, goal) == []
