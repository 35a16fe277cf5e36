import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from lib import datasets
from lib.digits import prepare
from lib.errors import DigitError
from lib.pictures import decode
from tests import oracles_digits as oracles
from tests.samples import encoded

NAMES = ("grey", "invert", "clean", "crop", "fit", "centre")

NOTHING = (
    "There is nothing to see: ink and paper hardly differ. Draw a digit, or choose a picture with "
    "more contrast."
)


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    """300 digits of the test part, 30 of each kind, (300, 28, 28)."""
    return datasets.subset(datasets.load("mnist", "test"), 300, seed=0).images[..., 0]


def drawing(ink="white", paper="black", *, size=(200, 200), at=(60, 40), width=12) -> np.ndarray:
    """A 4 of about 80 × 100 pixels, drawn with a round pen; `at` is its left and top."""
    image = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(image)
    left, top = at
    strokes = [[(40, 0), (0, 60), (80, 60)], [(55, 20), (55, 100)]]
    for stroke in strokes:
        points = [(left + x, top + y) for x, y in stroke]
        pen.line(points, fill=ink, width=width, joint="curve")
    return np.array(image)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """The mean absolute difference in grey levels."""
    return float(np.abs(one.astype(int) - other).mean())


def steps_of(image: np.ndarray, **switches: bool) -> dict:
    return {step.name: step for step in prepare(image, **switches).steps}


def test_steps_are_named_in_order_and_end_in_the_picture():
    prepared = prepare(drawing())
    assert tuple(step.name for step in prepared.steps) == NAMES
    assert np.array_equal(prepared.steps[-1].picture, prepared.picture)
    for step in prepared.steps:
        assert step.picture.dtype == np.uint8
        assert step.picture.ndim == 2
        assert not step.picture.flags.writeable
        assert all(type(value) in (int, float, str) for value in step.values.values())


def test_input_is_left_alone():
    image = drawing("black", "white")
    before = image.copy()
    prepare(image)
    assert np.array_equal(image, before)


def test_digits_of_mnist_stay_as_they_are(digits):
    kept = [np.array_equal(prepare(digit).picture, digit) for digit in digits]
    assert np.mean(kept) > 0.95  # a few lie just beside half a pixel, or are 19 pixels high


def test_enlarged_digits_of_mnist_come_back(digits):
    far = [difference(prepare(oracles.enlarged(digit, 10)).picture, digit) for digit in digits]
    assert np.mean(far) < 3.2
    assert np.quantile(far, 0.98) < 4.5
    assert max(far) < 20  # shifted by one pixel


def test_centre_of_mass_is_in_the_middle(digits):
    for digit in digits[:60]:
        row, column = oracles.mass_centre(prepare(oracles.enlarged(digit, 10)).picture)
        assert 13.5 <= row < 14.5
        assert 13.5 <= column < 14.5


def test_longer_side_is_twenty(digits):
    for digit in digits[:60]:
        top, left, bottom, right = oracles.ink_box(prepare(oracles.enlarged(digit, 7)).picture)
        assert max(bottom - top, right - left) in (19, 20)  # a faint outermost row may round to 0


def test_negative_gives_the_same(digits):
    for digit in digits[:60]:
        assert np.array_equal(prepare(255 - digit).picture, prepare(digit).picture)


@settings(deadline=None, max_examples=40)
@given(st.integers(20, 100), st.integers(20, 80), st.sampled_from([("white", "black"), "kw"]))
def test_place_on_the_canvas_does_not_matter(left, top, shades):
    ink, paper = ("black", "white") if shades == "kw" else shades
    moved = prepare(drawing(ink, paper, at=(left, top))).picture
    assert np.array_equal(moved, prepare(drawing(ink, paper)).picture)


@pytest.mark.parametrize("size", [(300, 200), (500, 700), (200, 640)], ids=str)
def test_size_of_the_canvas_does_not_matter(size):
    assert np.array_equal(prepare(drawing(size=size)).picture, prepare(drawing()).picture)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 79)), min_size=2, max_size=6))
def test_any_scribble_is_refused_or_kept_whole(points):
    image = Image.new("L", (80, 100))
    ImageDraw.Draw(image).line([(x, y) for y, x in points], fill=255, width=3)
    try:
        steps = steps_of(np.array(image))
    except DigitError:
        return
    assert steps["centre"].picture.shape == (28, 28)
    assert steps["centre"].picture.sum() == steps["fit"].picture.sum()
    assert steps["crop"].picture.sum() == steps["clean"].picture.sum()


@settings(deadline=None, max_examples=60)
@given(st.integers(8, 40), st.integers(8, 40), st.integers(0, 999))
def test_noise_is_refused_or_made_a_picture(height, width, seed):
    image = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    for switched in (True, False):
        try:
            picture = prepare(image, clean=switched).picture
        except DigitError:
            continue
        assert (picture.shape, picture.dtype) == ((28, 28), np.uint8)


@pytest.mark.parametrize(
    "ink", ["black", "red", "green", "blue", "orange", "magenta", "cyan", "yellow", "gray"]
)
def test_colour_of_the_ink_does_not_matter(ink):
    expected = prepare(drawing()).picture
    assert difference(prepare(drawing(ink, "white")).picture, expected) < 1


def test_yellow_on_white_is_seen_in_blue():
    assert steps_of(drawing("yellow", "white"))["grey"].values["made from"] == "blue"
    assert steps_of(drawing("red", "white"))["grey"].values["made from"] == "all colours"


@pytest.mark.parametrize("paper", ["#dddddd", "#fff8dc", "#334455"])
def test_level_of_even_paper_does_not_matter(paper):
    ink = "white" if paper == "#334455" else "black"
    assert np.array_equal(prepare(drawing(ink, paper)).picture, prepare(drawing()).picture)


def test_black_paper_keeps_its_values():
    soft = np.array(Image.fromarray(drawing()).convert("L").resize((150, 150)))
    step = steps_of(soft)["clean"]
    assert np.array_equal(step.picture, soft)
    assert not step.applied


def test_faint_ink_on_black_paper_is_stretched():
    step = steps_of(drawing("#666666"))["clean"]
    assert set(step.picture.ravel().tolist()) == {0, 255}
    assert step.applied


def test_soft_edges_on_grey_paper_are_stretched_linearly():
    image = np.full((40, 40), 50, np.uint8)
    image[10:30, 15:25] = 150
    image[10:30, 14] = image[10:30, 25] = 100
    step = steps_of(image)["clean"]
    assert step.picture[20, 12:17].tolist() == [0, 0, 128, 255, 255]
    assert (step.values["paper"], step.values["ink"], step.values["specks"]) == (50, 150, 0)


def test_specks_are_removed_and_counted():
    image = drawing()
    image[190:192, 5:7] = 255
    image[3, 3] = 255
    steps = steps_of(image)
    assert steps["clean"].values["specks"] == 2
    assert steps["clean"].applied
    assert np.array_equal(steps["centre"].picture, prepare(drawing()).picture)


def test_second_stroke_is_no_speck():
    image = drawing()
    image[170:180, 90:100] = 255
    assert steps_of(image)["clean"].values["specks"] == 0


def test_compressed_drawing():
    image = oracles.enlarged(drawing("black", "white"), 3)
    received = decode(encoded(Image.fromarray(image), "JPEG", quality=70), "x")
    assert difference(prepare(received).picture, prepare(image).picture) < 10


@pytest.mark.parametrize(
    ("paper", "depth", "slope", "noise"),
    [
        pytest.param(200, 130, 0, 4, id="even light"),
        pytest.param(190, 120, 90, 5, id="light from one side"),
        pytest.param(120, 70, 50, 4, id="dim room"),
        pytest.param(180, 45, 40, 4, id="pencil"),
        pytest.param(180, 130, 60, 12, id="much noise"),
        pytest.param(180, 120, 80, 0, id="no noise"),
    ],
)
def test_photograph_comes_near_the_digit(digits, paper, depth, slope, noise):
    far = []
    for digit in digits[:12]:
        image = oracles.photograph(digit, paper=paper, depth=depth, slope=slope, noise=noise)
        far.append(difference(prepare(image).picture, digit))
    assert np.mean(far) < 14
    assert max(far) < 32  # one pixel aside and a little thinner


def test_photograph_of_empty_paper_is_refused():
    for noise in (1, 5, 20):
        image = oracles.photograph(
            np.zeros((28, 28), np.uint8), paper=190, depth=100, slope=80, noise=noise
        )
        with pytest.raises(DigitError) as caught:
            prepare(image)
        assert str(caught.value) == NOTHING


def test_without_invert_light_paper_stays():
    image = drawing("black", "white")
    steps = steps_of(image, invert=False)
    for name in ("invert", "clean"):
        assert not steps[name].applied
        assert np.array_equal(steps[name].picture, steps["grey"].picture)
    assert (steps["centre"].picture[4:24, 4:24] == 255).any()
    assert np.median(steps["fit"].picture) == 255


def test_without_clean_grey_paper_is_taken_for_ink():
    image = drawing("black", "#dddddd")
    steps = steps_of(image, clean=False)
    assert steps["crop"].picture.shape == (200, 200)
    assert np.array_equal(steps["clean"].picture, steps["invert"].picture)


def test_without_crop_the_digit_comes_out_small():
    steps = steps_of(drawing(), crop=False)
    assert not steps["crop"].applied
    assert steps["crop"].picture.shape == (200, 200)
    top, _, bottom, _ = oracles.ink_box(steps["centre"].picture)
    assert bottom - top <= 12


def test_without_fit_the_proportions_are_lost():
    bar = np.zeros((60, 60), np.uint8)
    bar[5:45, 30:40] = 255
    steps = steps_of(bar, fit=False)
    assert not steps["fit"].applied
    assert oracles.ink_box(steps["centre"].picture) == (4, 4, 24, 24)


def test_without_centre_the_box_is_in_the_middle():
    steps = steps_of(drawing(), centre=False)
    values = steps["centre"].values
    assert (values["shift down"], values["shift right"]) == (0, 0)
    top, left, bottom, right = oracles.ink_box(steps["centre"].picture)
    assert abs(top - (28 - bottom)) <= 1
    assert abs(left - (28 - right)) <= 1


def test_box_and_mass_are_those_of_the_definition():
    steps = steps_of(drawing())
    box = steps["crop"].values
    found = (box["top"], box["left"], box["bottom"], box["right"])
    assert found == oracles.ink_box(steps["clean"].picture)
    mass = steps["centre"].values
    expected = oracles.mass_centre(steps["fit"].picture)
    assert (mass["mass row"], mass["mass column"]) == pytest.approx(expected, abs=0.005)


def test_lopsided_ink_is_held_inside():
    image = np.zeros((200, 200), np.uint8)
    image[20:180, 20:24] = 255
    image[150:180, 20:150] = 255
    image[140:180, 110:150] = 255
    steps = steps_of(image)
    assert steps["centre"].picture.sum() == steps["fit"].picture.sum()


@pytest.mark.parametrize(
    ("image", "text"),
    [
        pytest.param(
            np.zeros((7, 20), np.uint8),
            "The picture is only 20 × 7 pixels large. Choose one of at least 8 × 8.",
            id="tiny",
        ),
        pytest.param(np.zeros((100, 100), np.uint8), NOTHING, id="black"),
        pytest.param(np.full((100, 100, 3), 255, np.uint8), NOTHING, id="white"),
        pytest.param(drawing("#ffffff", "#f0f0f0"), NOTHING, id="15 levels"),
        pytest.param(drawing("#ffffff", "#ececec"), NOTHING, id="19 levels"),
        pytest.param(
            np.zeros((4, 45), np.uint8),
            "The picture is only 45 × 4 pixels large. Choose one of at least 8 × 8.",
            id="strip",
        ),
    ],
)
def test_no_digit(image, text):
    with pytest.raises(DigitError) as caught:
        prepare(image)
    assert str(caught.value) == text


def test_twenty_levels_are_enough():
    assert prepare(drawing("#ffffff", "#ebebeb")).picture.max() > 200


@pytest.mark.parametrize(
    ("side", "dot", "least"), [(280, 20, 34), (28, 4, 5), (100, 11, 12)], ids=str
)
def test_dot_is_refused(side, dot, least):
    image = np.zeros((side, side), np.uint8)
    image[10 : 10 + dot, 10 : 10 + dot] = 255
    with pytest.raises(DigitError) as caught:
        prepare(image)
    assert str(caught.value) == (
        f"The ink is just a dot: {dot} pixels in a picture of {side}. Draw the digit bigger, at "
        f"least {least} pixels."
    )
    image[10 : 10 + least, 10 : 10 + dot] = 255
    assert prepare(image).picture.any()


def test_full_sheet_is_refused():
    image = np.zeros((100, 100), np.uint8)
    image[10:90, 10:90] = 255
    with pytest.raises(DigitError) as caught:
        prepare(image)
    assert str(caught.value) == (
        "Ink covers 64 % of the picture, so no digit can be made out. Use a thinner pen, or leave "
        "some empty paper around the digit."
    )


def test_large_picture_is_shrunk_first_and_quickly():
    image = np.full((7_000, 7_100, 3), 255, np.uint8)
    image[1_000:6_000, 3_000:3_600] = [180, 0, 0]
    start = time.perf_counter()
    steps = steps_of(image)
    assert time.perf_counter() - start < 5
    assert steps["grey"].picture.shape == (789, 800)
    assert dict(steps["grey"].values) == {
        "height": 7_000,
        "width": 7_100,
        "working height": 789,
        "working width": 800,
        "made from": "all colours",
    }
    top, _, bottom, _ = oracles.ink_box(steps["centre"].picture)
    assert bottom - top == 20


def test_hair_line_in_an_uncropped_picture():
    image = np.zeros((700, 700), np.uint8)
    image[100:600, 350] = 40
    prepared = prepare(image, crop=False)
    assert prepared.picture.shape == (28, 28)
