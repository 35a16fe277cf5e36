import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.feature import corner_harris, corner_moravec, structure_tensor_eigenvalues

from lib import corners
from lib.corners import maps, rotation, sources
from lib.errors import PictureError
from lib.pictures import to_png
from tests import oracles_corners as oracles

PICTURES = arrays(np.float64, (14, 15), elements=st.integers(0, 255).map(lambda value: value / 255))
SIZES = st.sampled_from((3, 5, 7))


def source(name):
    if name in corners.SHAPES:
        return corners.from_shape(name)
    if name in corners.SAMPLES:
        return corners.from_sample(name)
    image = np.random.default_rng(3).integers(0, 256, (40, 50), dtype=np.uint8)
    return corners.from_upload(to_png(image.repeat(4, 0).repeat(4, 1)), "own.png")


@settings(max_examples=25, deadline=None)
@given(PICTURES, SIZES, st.data())
def test_e_of_every_shift(picture, size, data):
    row, column = data.draw(st.integers(0, 13)), data.draw(st.integers(0, 14))
    half = size // 2

    def inside(y, x):
        return half <= y < 14 - half and half <= x < 15 - half

    surface = corners.error_surface(picture, (row, column), size, 2)
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            if inside(row, column) and inside(row + dy, column + dx):
                expected = oracles.error(picture, row, column, size, dx, dy)
                assert surface[dy + 2, dx + 2] == pytest.approx(expected, abs=1e-12)
            else:
                assert np.isnan(surface[dy + 2, dx + 2])


@settings(max_examples=15, deadline=None)
@given(PICTURES, SIZES)
def test_moravec_map(picture, size):
    assert np.allclose(corners.moravec_map(picture, size), oracles.moravec(picture, size))


@settings(max_examples=15, deadline=None)
@given(PICTURES)
def test_scikit_images_moravec_asks_the_diagonals_alone(picture):
    theirs = corner_moravec(picture, 1)
    for row, column in ((4, 4), (7, 9)):
        diagonal = [
            oracles.error(picture, row, column, 3, dx, dy) for dx in (-1, 1) for dy in (-1, 1)
        ]
        assert theirs[row, column] == pytest.approx(min(diagonal))


@settings(max_examples=25, deadline=None)
@given(PICTURES, SIZES)
def test_tensor_and_eigenvalues(picture, size):
    tensor = corners.structure_tensor(picture, (7, 7), size)
    assert np.allclose(tensor, oracles.tensor(picture, 7, 7, size))
    values, vectors = corners.eigen(tensor)
    assert np.allclose(values, np.maximum(oracles.eigenvalues(tensor), 0), atol=1e-9)
    theirs = structure_tensor_eigenvalues(
        [np.array([[tensor[i]]]) for i in ((1, 1), (0, 1), (0, 0))]
    )
    assert np.allclose(values, theirs[:, 0, 0], atol=1e-9)
    assert np.allclose(tensor @ vectors.T, vectors.T * values, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(PICTURES, SIZES)
def test_a_quarter_turn_leaves_the_eigenvalues(picture, size):
    turned = np.rot90(picture)
    values, _ = corners.eigen(corners.structure_tensor(picture, (7, 6), size))
    again, _ = corners.eigen(corners.structure_tensor(turned, (15 - 1 - 6, 7), size))
    assert np.allclose(values, again, atol=1e-9)


def test_the_linearised_e_is_exact_on_a_slope():
    rows, columns = np.mgrid[:20, :20]
    picture = 0.02 * columns + 0.01 * rows
    tensor = corners.structure_tensor(picture, (10, 10), 5)
    exact = corners.error_surface(picture, (10, 10), 5)
    assert np.allclose(corners.linearised_surface(tensor), exact)


def test_the_ellipse_lies_at_its_level():
    tensor = np.array([[2.0, 0.5], [0.5, 1.0]])
    points = np.stack(corners.ellipse(tensor, 0.3), axis=1)
    assert np.allclose(np.einsum("ni,ij,nj->n", points, tensor, points), 0.3)
    assert corners.ellipse(np.zeros((2, 2)), 0.3) is None


@pytest.mark.parametrize("sigma", [0.5, 1.0])
def test_harris_map(sigma):
    picture = np.random.default_rng(1).random((7, 8))
    ours = maps.harris_map(picture, sigma, 0.05)
    assert np.allclose(ours, oracles.harris(picture, sigma, 0.05))


def test_harris_is_scikit_images_away_from_the_border():
    picture = corners.from_sample("camera").picture
    ours, theirs = maps.harris_map(picture, 1.0, 0.05), corner_harris(picture, k=0.05, sigma=1)
    assert np.allclose(ours[5:-5, 5:-5], theirs[5:-5, 5:-5])


def test_nothing_changes_where_it_is_flat():
    flat = corners.from_shape("flat").picture
    assert not corners.moravec_map(flat, 5).any()
    assert not np.nan_to_num(corners.error_surface(flat, (16, 16), 5)).any()
    assert len(corners.Moravec().corners(flat)) == len(corners.Harris().corners(flat)) == 0
    assert corners.stayed(flat, 30, corners.Harris(), 2).share is None


@pytest.mark.parametrize(
    ("name", "by_shifts", "by_eigenvalues"),
    [
        ("flat", "flat", "flat"),
        ("edge", "edge", "edge"),
        ("slanted", "corner", "edge"),
        ("corner", "corner", "corner"),
        ("l", "corner", "corner"),
        ("checkers", "corner", "corner"),
    ],
)
def test_named_places(name, by_shifts, by_eigenvalues):
    shape = corners.from_shape(name)
    limit = corners.threshold(0.005, 5)
    four = corners.directions_error(shape.picture, shape.place, 5).values()
    assert corners.kind(min(four), max(four), limit) == by_shifts
    values, _ = corners.eigen(corners.structure_tensor(shape.picture, shape.place, 5))
    assert corners.kind(values[1], values[0], limit) == by_eigenvalues


def test_harris_finds_the_six_tips_of_the_l():
    found = corners.Harris().corners(corners.from_shape("l").picture)
    tips = np.array([(9, 9), (9, 14), (17, 15), (17, 22), (22, 9), (22, 22)])
    assert len(found) == 6
    assert all(np.abs(found - tip).max(axis=1).min() <= 1 for tip in tips)


@pytest.mark.parametrize("angle", [0, 15, 45, 90, 130])
def test_places_are_mapped_back_as_the_picture_was_turned(angle):
    rows, columns = np.mgrid[:41, :51]
    picture = np.exp(-((rows - 14) ** 2 + (columns - 30) ** 2) / 8)
    turned = corners.rotated(picture, angle)
    peak = np.array([np.unravel_index(turned.argmax(), turned.shape)])
    back = corners.mapped_back(peak, angle, (41, 51))[0]
    assert np.abs(back - (14, 30)).max() < 0.8


def test_a_quarter_turn_is_exact():
    picture = np.random.default_rng(2).random((20, 20))
    assert np.allclose(corners.rotated(picture, 90), np.rot90(picture))


@pytest.mark.parametrize("rule", [corners.Moravec(), corners.Harris()], ids=["moravec", "harris"])
def test_all_corners_stay_when_nothing_is_turned(rule):
    assert corners.stayed(corners.from_sample("camera").picture, 0, rule, 1).share == 1


def test_the_chessboard_at_45_degrees():
    picture = corners.from_sample("checkerboard").picture
    assert corners.stayed(picture, 45, corners.Harris(), 2).share == 1
    assert corners.stayed(picture, 45, corners.Moravec(), 2).share < 0.5


def test_each_corner_is_paired_once():
    one, other = np.array([[0, 0], [0, 1], [5, 5]]), np.array([[0.0, 0.5], [0.0, 1.5]])
    kept, found_again = rotation.pairs(one, other, 1.0)
    assert kept.tolist() == [True, True, False]
    assert found_again.tolist() == [True, True]


@pytest.mark.parametrize("sigma", [0.0, 1.0])
@pytest.mark.parametrize("name", ["l", "slanted", "camera", "astronaut", "coins", "own"])
def test_the_code_gives_what_the_page_shows(name, sigma, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    original = source(name)
    if original.file is not None:
        (tmp_path / corners.FILE).write_bytes(original.file)
    used = corners.smoothed(original, sigma)
    place, size = corners.clamped(used.place, used.picture.shape, corners.margin(5)), 5
    scope = {}
    exec(corners.window_code(used, place, size), scope)
    tensor = corners.structure_tensor(used.picture, place, size)
    assert np.array_equal(scope["picture"], used.picture)
    assert np.array_equal(scope["W"], corners.window(used.picture, place, size))
    assert np.allclose(
        scope["E"], list(corners.directions_error(used.picture, place, size).values())
    )
    exact = corners.error_surface(used.picture, place, size)
    assert np.allclose(scope["surface"], exact, equal_nan=True)
    assert np.allclose(scope["M"], tensor)
    assert np.allclose([scope["lambda_1"], scope["lambda_2"]], corners.eigen(tensor)[0], atol=1e-12)
    assert np.allclose(scope["linearised"], corners.linearised_surface(tensor))

    moravec, harris = corners.Moravec(size), corners.Harris()
    scope = {}
    exec(corners.maps_code(used, moravec, harris, 30, 2), scope)
    assert np.array_equal(scope["moravec"](used.picture), moravec.response(used.picture))
    assert np.array_equal(scope["harris"](used.picture), harris.response(used.picture))
    for rule, corners_of, share in (
        (moravec, "moravec_corners", "moravec_share"),
        (harris, "harris_corners", "harris_share"),
    ):
        assert np.array_equal(scope[corners_of](used.picture), rule.corners(used.picture))
        assert scope[share] == corners.stayed(used.picture, 30, rule, 2).share


def test_a_large_upload_is_reduced_and_a_narrow_one_explained():
    wide = corners.from_upload(to_png(np.zeros((300, 600), np.uint8)), "a.png")
    assert (wide.picture.shape, wide.factor, wide.original) == ((60, 120), 5, (300, 600))
    with pytest.raises(PictureError, match="a window needs at least 16 each way"):
        corners.from_upload(to_png(np.zeros((20, 600), np.uint8)), "b.png")


def test_samples_are_read_from_the_package():
    for name in corners.SAMPLES:
        picture = corners.from_sample(name).picture
        assert max(picture.shape) <= sources.LONGEST
        assert 0 <= picture.min() < picture.max() <= 1
