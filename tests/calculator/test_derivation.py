import re
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.arithmetic import ArithmeticSettingError
from lib.calculator.derivation import Side, latex
from tests import oracles_arithmetic as oracle

sizes = st.integers(1, 30)
kernels = st.integers(1, 8)
paddings = st.one_of(st.sampled_from(["valid", "same"]), st.integers(0, 5))
steps = st.tuples(st.integers(1, 6), st.integers(1, 4))
sides = st.builds(
    lambda size, kernel, step, padding, transposed: Side(
        size, kernel, step[0], padding, step[1], transposed
    ),
    sizes, kernels, steps, paddings, st.booleans(),
)  # fmt: skip


def possible(side):
    try:
        side.output()
    except ArithmeticSettingError:
        return False
    return True


possible_sides = sides.filter(possible)
sliding_sides = possible_sides.filter(lambda side: not side.transposed)
transposed_sides = possible_sides.filter(lambda side: side.transposed)


@settings(max_examples=400, deadline=None)
@given(sliding_sides)
def test_positions_and_unread_cells_are_those_found_by_walking(side):
    slide = side.slide()
    around = (slide.kernel, slide.stride, slide.dilation, slide.before, slide.after)
    windows = oracle.walked(side.size, *around)
    assert slide.positions == len(windows)
    assert list(slide.missed()) == oracle.never_read(side.size, *around)
    assert slide.touched() == {cell for window in windows for cell in window}


@settings(max_examples=200, deadline=None)
@given(sizes, kernels, steps)
def test_same_adds_what_is_found_by_adding_zeros_in_turn(size, kernel, step):
    side = Side(size, kernel, step[0], "same", step[1])
    assert side.ends() == oracle.padded_for_same(size, kernel, *step)


@settings(max_examples=300, deadline=None)
@given(transposed_sides)
def test_a_transposed_convolution_leaves_unpainted_what_no_value_paints(side):
    slide = side.slide()
    paint = oracle.painted(side.size, side.kernel, side.stride, side.dilation)
    unpainted = [cell for cell in range(side.output()) if not paint[cell + slide.before]]
    assert list(slide.missed()) == unpainted
    assert slide.positions == side.size


@settings(max_examples=300, deadline=None)
@given(possible_sides)
def test_bands_are_the_untouched_cells(side):
    slide = side.slide()
    cells = [cell for start, length in slide.bands() for cell in range(start, start + length)]
    board = slide.before + slide.size + slide.after
    assert cells == [cell for cell in range(board) if cell not in slide.touched()]
    before, after = slide.missed_padding()
    assert len(cells) == before + len(slide.missed()) + after
    ends = [start + length for start, length in slide.bands()]
    # Two bands never touch: they would be one.
    assert all(end < start for end, (start, _) in zip(ends, slide.bands()[1:], strict=False))


@settings(max_examples=200, deadline=None)
@given(sizes, kernels, steps.filter(lambda step: min(step) == 1))  # as Keras allows
def test_the_receptive_field_is_the_span_of_values_that_paint_a_cell(size, kernel, step):
    side = Side(size, kernel, step[0], "valid", step[1], transposed=True)
    # A small input holds fewer values than a cell could see.
    assert min(side.sees(), size) >= oracle.span_of_readers(size, kernel, *step)
    assert side.sees() == oracle.span_of_readers(60, kernel, *step)


FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")


def evaluated(row):
    """Return what a row of numbers in LaTeX comes to."""
    text = FRACTION.sub(r"((\1)/(\2))", row.replace(r"\cdot", "*"))
    text = text.replace(r"\left\lfloor", "floor(").replace(r"\left\lceil", "ceil(")
    text = text.replace(r"\right\rfloor", ")").replace(r"\right\rceil", ")")
    text = text.replace(r"\max", "max")
    return eval(text, {"floor": floor, "ceil": ceil, "max": max})


@settings(max_examples=400, deadline=None)
@given(possible_sides)
def test_the_numbers_in_the_formula_come_to_what_it_says(side):
    rows = latex(side).removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}")
    shown = [row.split("&=")[-1].strip() for row in rows.split("\\\\[0.3em]\n")]
    results = [int(found) for found in re.findall(r"\\mathbf\{(\d+)\}", rows)]
    assert results == [side.output()]
    numbers = [
        part.strip()
        for row in shown
        for part in re.sub(r"\\mathbf\{(\d+)\}", r"\1", row).split("=")
        if not re.search(r"[A-Z]|\\lfloor [\d.]+(\\ldots)? \\rfloor", part)
    ]
    assert numbers
    for row in numbers:
        if r"\to" in row:
            negative, least = map(int, row.split(r"\to"))
            assert negative < 0 == least
            continue
        known = {side.output(), side.reach, sum(side.ends())}
        if side.padding == "same" and not side.transposed:
            known.add((side.output() - 1) * side.stride + side.reach - side.size)
        assert evaluated(row) in known


@settings(max_examples=200, deadline=None)
@given(sliding_sides.filter(lambda side: side.padding != "same"))
def test_the_floor_that_is_shown_is_the_floor_of_what_is_shown(side):
    before, dots, after = re.search(
        r"\\lfloor ([\d.]+)(\\ldots)? \\rfloor \+ 1 = \\mathbf\{(\d+)\}", latex(side)
    ).groups()
    number = 0 if side.padding == "valid" else side.padding
    exact = (side.size + 2 * number - side.reach) / side.stride
    assert floor(float(before)) == int(after) - 1
    assert 0 <= exact - float(before) < 0.01
    assert bool(dots) == (abs(exact - float(before)) > 1e-9)


@pytest.mark.parametrize(
    ("side", "text"),
    [
        pytest.param(Side(28, 5, 2), r"\lfloor 11.5 \rfloor + 1 = \mathbf{12}", id="floor"),
        pytest.param(Side(29, 5, 3, 1), r"\lfloor 8.66\ldots \rfloor + 1 = \mathbf{9}", id="long"),
        pytest.param(Side(120, 5), r"\frac{120 + 2 \cdot 0 - 5}{1}", id="lecture-height"),
        pytest.param(Side(160, 5), r"\lfloor 155 \rfloor + 1 = \mathbf{156}", id="lecture-width"),
        pytest.param(Side(28, 3, 2, "same"), "&= 0 + 1\n", id="uneven-same"),
        pytest.param(Side(9, 3, 1, "valid", 2), r"= 2 \cdot (3 - 1) + 1 = 5", id="dilated"),
        pytest.param(Side(4, 5), r"&= \mathbf{-1} < 0", id="negative"),
        pytest.param(Side(2, 3, 1, 2, 1, True), r"= \mathbf{0} \le 0", id="all-cut-off"),
        pytest.param(Side(5, 1, 3, "same"), r"= -1 \to 0", id="no-padding-needed"),
    ],
)
def test_formulas(side, text):
    assert text in latex(side)


def test_the_width_has_its_own_letters():
    assert latex(Side(28, 5), "W").count("FW") == 1
    assert "H" not in latex(Side(28, 5, dilation=2), "W")


def test_unread_rows_by_index():
    assert Side(28, 5, 2).slide().missed() == (27,)
    assert Side(7, 2, 3).slide().missed() == (2, 5, 6)
    assert Side(29, 5, 3, 1).slide().missed_padding() == (0, 1)
