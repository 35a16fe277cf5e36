"""Every operation against bare scikit-image, and against loops over the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage as ndi
from skimage import color, data, exposure, feature, filters, transform, util

from lib.kernels import KERNELS
from lib.operations import (
    GROUPS,
    OPERATIONS,
    PRESETS,
    Choice,
    Number,
    OperationError,
    Switch,
    Table,
    from_link,
    inspection_code,
    otsu,
    run,
    script,
    step,
    to_link,
)
from lib.operations.pipeline import MOST_STEPS, Cache
from lib.pictures import to_grey, to_png
from lib.ui import lesson
from tests import oracles_operations as oracle

CAT = data.chelsea()[100:140, 120:170]
COINS = data.coins()[60:100, 40:90]
CAT_FLOAT, COINS_FLOAT = util.img_as_float(CAT), util.img_as_float(COINS)
CAT_GREY = color.rgb2gray(CAT)


def made(picture, name, **values):
    """Return what one operation makes of a picture."""
    return run(picture, [step(name, **values)], Cache()).results[-1].picture


@pytest.mark.parametrize(
    ("picture", "name", "values", "expected"),
    [
        (CAT, "grey", {}, CAT_GREY),
        (COINS, "grey", {}, COINS_FLOAT),
        (CAT, "float", {}, CAT_FLOAT),
        (CAT, "bytes", {}, CAT),
        (CAT, "resize", {}, transform.resize(CAT, (20, 25), anti_aliasing=True)),
        (CAT, "resize", {"smooth": False}, transform.resize(CAT, (20, 25), anti_aliasing=False)),
        (COINS, "resize", {"scale": 1.5}, transform.resize(COINS, (60, 75), anti_aliasing=True)),
        (CAT, "crop", {"top": 10, "bottom": 25, "left": 0, "right": 50}, CAT[4:30, :25]),
        (CAT, "flip", {}, np.fliplr(CAT)),
        (COINS, "flip", {"direction": "vertical"}, np.flipud(COINS)),
        (CAT, "rotate", {}, transform.rotate(CAT, 45)),
        (COINS, "rotate", {"angle": -30, "grow": True}, transform.rotate(COINS, -30, resize=True)),
        (CAT, "brightness", {"amount": -0.2}, np.clip(CAT_FLOAT - 0.2, 0, 1)),
        (CAT, "contrast", {"factor": 2}, np.clip(0.5 + 2 * (CAT_FLOAT - 0.5), 0, 1)),
        (CAT, "gamma", {"gamma": 2}, exposure.adjust_gamma(CAT_FLOAT, 2)),
        (CAT, "invert", {}, 255 - CAT),
        (COINS, "threshold", {}, filters.threshold_otsu(COINS_FLOAT) < COINS_FLOAT),
        (CAT, "threshold", {"method": "value", "value": 0.3}, CAT_GREY > 0.3),
        (CAT, "noise", {}, util.random_noise(CAT, "gaussian", rng=1, var=0.1**2)),
        (CAT, "noise", {"kind": "salt", "strength": 0.2, "seed": 3},
         util.random_noise(CAT, "s&p", rng=3, amount=0.2)),
        (CAT, "mean", {"size": 5}, ndi.uniform_filter(CAT_FLOAT, (5, 5, 1))),
        (CAT, "gaussian", {}, filters.gaussian(CAT, 2, channel_axis=-1)),
        (COINS, "gaussian", {"sigma": 0.5}, filters.gaussian(COINS, 0.5)),
        (CAT, "median", {}, filters.median(CAT, np.ones((3, 3, 1)))),
        (CAT, "blur", {"weights": "heavy"},
         ndi.correlate(CAT_FLOAT, np.array(KERNELS["blur_heavy"].weights)[..., None])),
        (COINS, "sharpen", {"amount": 2}, filters.unsharp_mask(COINS, 2, 2)),
        (CAT, "sharpen", {},
         np.stack([filters.unsharp_mask(CAT[..., band], 2, 1) for band in range(3)], axis=-1)),
        (COINS, "sobel", {}, filters.sobel_h(COINS)),
        (CAT, "prewitt", {"direction": "vertical"}, filters.prewitt_v(CAT_GREY)),
        (COINS, "scharr", {"direction": "both"}, filters.scharr(COINS)),
        (CAT, "laplace", {}, filters.laplace(CAT_GREY)),
        (COINS, "canny", {"sigma": 2}, feature.canny(COINS_FLOAT, 2, 0.1, 0.2)),
        (CAT, "emboss", {},
         ndi.correlate(CAT_FLOAT, np.array(KERNELS["emboss"].weights)[..., None])),
        (COINS, "kernel", {"weights": ((1, -1),)}, ndi.correlate(COINS_FLOAT, [[1, -1]])),
        (COINS, "absolute", {}, COINS_FLOAT),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_an_operation_is_the_bare_call(picture, name, values, expected):
    result = made(picture, name, **values)
    assert result.dtype == expected.dtype
    np.testing.assert_allclose(result, expected, rtol=0, atol=1e-12)


SMALL = st.integers(1, 9)


def pictures():
    """Random small pictures, grey or coloured."""

    def drawn(height, width, colour, seed):
        shape = (height, width, 3) if colour else (height, width)
        return np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)

    return st.builds(drawn, SMALL, SMALL, st.booleans(), st.integers(0, 10**6))


@given(pictures(), st.integers(1, 7), st.integers(1, 7), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_own_kernels_are_the_loop(picture, rows, columns, seed):
    table = np.random.default_rng(seed).integers(-9, 10, (rows, columns)) / 4
    weights = tuple(map(tuple, table.tolist()))
    expected = oracle.correlate(picture / 255, weights)
    np.testing.assert_allclose(made(picture, "kernel", weights=weights), expected, atol=1e-10)


@pytest.mark.parametrize("name", ["emboss", "blur_light", "blur_heavy"])
@pytest.mark.parametrize("picture", [CAT[:12, :15], COINS[:12, :15]], ids=["colour", "grey"])
def test_named_kernels_are_the_loop(picture, name):
    operation, values = ("emboss", {}) if name == "emboss" else ("blur", {"weights": name[5:]})
    expected = oracle.correlate(picture / 255, KERNELS[name].weights)
    np.testing.assert_allclose(made(picture, operation, **values), expected, atol=1e-12)


@pytest.mark.parametrize("direction", ["horizontal", "vertical", "both"])
@pytest.mark.parametrize(
    ("family", "smooth"), [("sobel", (1, 2, 1)), ("prewitt", (1, 1, 1)), ("scharr", (3, 10, 3))]
)
def test_edge_filters_are_the_loop(family, smooth, direction):
    expected = oracle.edges(COINS_FLOAT[:14, :11], smooth, direction)
    np.testing.assert_allclose(
        made(COINS[:14, :11], family, direction=direction), expected, atol=1e-12
    )


@given(pictures(), st.sampled_from([3, 5, 7]))
@settings(max_examples=20, deadline=None)
def test_mean_median_and_grey_are_the_loops(picture, size):
    np.testing.assert_allclose(made(picture, "mean", size=size), oracle.mean(picture / 255, size))
    np.testing.assert_array_equal(made(picture, "median", size=size), oracle.median(picture, size))
    if picture.ndim == 3:
        np.testing.assert_allclose(made(picture, "grey"), oracle.grey(picture / 255), atol=1e-12)


def test_otsu_makes_the_groups_most_unlike():
    levels = to_grey(CAT).ravel().tolist()
    variances = [oracle.otsu_variance(levels, threshold) for threshold in range(256)]
    assert variances[otsu(CAT)] == pytest.approx(max(variances))


def values_of(parameter):
    """Values that a parameter allows."""
    if isinstance(parameter, Number):
        if parameter.whole:
            steps = int((parameter.high - parameter.low) / parameter.step)
            return st.integers(0, steps).map(
                lambda count: int(parameter.low + count * parameter.step)
            )
        return st.floats(parameter.low, parameter.high).map(
            lambda value: min(max(round(value, 2), parameter.low), parameter.high)
        )
    if isinstance(parameter, Choice):
        return st.sampled_from(list(parameter.options))
    if isinstance(parameter, Switch):
        return st.booleans()
    weight = st.integers(-40, 40).map(lambda value: value / 8)
    return st.tuples(st.integers(1, 7), st.integers(1, 7)).flatmap(
        lambda shape: st.tuples(*[st.tuples(*[weight] * shape[1])] * shape[0])
    )


@st.composite
def any_step(draw):
    name = draw(st.sampled_from(list(OPERATIONS)))
    values = {each.name: draw(values_of(each)) for each in OPERATIONS[name].parameters}
    return step(name, **values)


def done(picture, steps):
    """Return the run, as far as it goes."""
    whole = run(picture, [], Cache())
    for each in steps:
        try:
            whole.do(each)
        except OperationError:
            break
    return whole


def executed(code, folder, monkeypatch):
    """Return the names that a script leaves behind."""
    monkeypatch.chdir(folder)
    names = {}
    exec(code, names)
    return names


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("picture", [CAT, COINS], ids=["colour", "grey"])
def test_the_code_of_every_operation_gives_the_same_array(name, picture, tmp_path, monkeypatch):
    (tmp_path / "picture.png").write_bytes(to_png(picture))
    whole = run(picture, [step(name)], Cache())
    code = script('io.imread("picture.png")', whole.results, whole.steps)
    image = executed(code, tmp_path, monkeypatch)["image"]
    assert image.dtype == whole.results[-1].picture.dtype
    np.testing.assert_array_equal(image, whole.results[-1].picture)


@pytest.mark.parametrize("name", PRESETS)
def test_the_code_of_every_preset_gives_the_same_array(name, tmp_path, monkeypatch):
    whole = run(data.chelsea(), PRESETS[name].steps, Cache())
    code = script("data.chelsea()", whole.results, whole.steps)
    image = executed(code, tmp_path, monkeypatch)["image"]
    np.testing.assert_array_equal(image, whole.results[-1].picture)


@given(pictures(), st.lists(any_step(), max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_code_of_random_pipelines_gives_the_same_array(picture, steps):
    whole = done(picture, steps)
    code = script("given()", whole.results, whole.steps)
    names = {"given": picture.copy}
    exec(code, names)
    assert names["image"].dtype == whole.results[-1].picture.dtype
    np.testing.assert_array_equal(names["image"], whole.results[-1].picture)


@pytest.mark.parametrize("picture", [CAT, COINS], ids=["colour", "grey"])
def test_the_code_of_the_inspector_gives_its_arrays(picture, capsys):
    names = {"given": picture.copy}
    exec(inspection_code("given()", picture), names)
    np.testing.assert_array_equal(names["bits"], to_grey(picture) > otsu(picture))
    if picture.ndim == 3:
        assert names["grey"].dtype == np.uint8
        np.testing.assert_array_equal(names["grey"], to_grey(picture))
        np.testing.assert_array_equal(names["blue"], picture[..., 2])
    assert f"uint8 {picture.shape}" in capsys.readouterr().out


def test_the_lectures_chain_step_by_step():
    results = run(data.chelsea(), PRESETS["lecture"].steps, Cache()).results
    grey = color.rgb2gray(data.chelsea())
    half = transform.resize(grey, (150, 225), anti_aliasing=True)
    turned = transform.rotate(np.fliplr(half), 45)
    np.testing.assert_array_equal(results[-1].picture, filters.sobel_h(turned))
    assert [result.picture.shape for result in results] == [
        (300, 451, 3), (300, 451), (150, 225), (150, 225), (150, 225), (150, 225)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("picture", "steps", "words"),
    [
        (COINS, [step("sobel"), step("gamma")], "the least value here is -0."),
        (COINS, [step("canny", low=0.5, high=0.2)], "is 0.5, above the upper one of 0.2."),
        (COINS, [step("crop", top=60, bottom=60)], "Nothing is left of 40 × 50 pixels"),
        (np.zeros((1000, 1000), np.uint8), [step("resize", scale=2)],
         "would have 2000 × 2000 pixels; at most 2 million"),
        (np.zeros((1200, 1200), np.uint8), [step("rotate", angle=45, grow=True)],
         "would have 1697 × 1697 pixels"),
    ],
    ids=["gamma", "canny", "crop", "resize", "rotate"],
)  # fmt: skip
def test_what_is_impossible_is_explained(picture, steps, words):
    with pytest.raises(OperationError) as caught:
        run(picture, steps, Cache())
    assert words in str(caught.value)


def test_a_grey_filter_says_that_it_needed_grey_first():
    code = run(CAT, [step("sobel")], Cache()).results[-1].code
    assert code == ("image = color.rgb2gray(image)", "image = filters.sobel_h(image)")


@given(pictures(), st.lists(any_step(), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_step_writes_into_the_picture_before_it(picture, steps):
    kept = [picture.copy()]
    whole = run(picture, [], Cache())
    for each in steps:
        try:
            whole.do(each)
        except OperationError:
            break
        kept.append(whole.results[-1].picture.copy())
    for result, copy in zip(whole.results, kept, strict=True):
        np.testing.assert_array_equal(result.picture, copy)
    for result in whole.results:
        assert result.picture.dtype in (np.uint8, np.float64, bool)
        assert np.isfinite(result.picture).all()


def test_histograms_count_every_pixel():
    whole = run(CAT, [step("grey"), step("laplace"), step("threshold")], Cache())
    for result in whole.results:
        borders, series = result.histogram
        channels = [result.picture] if result.picture.ndim == 2 else np.moveaxis(CAT, -1, 0)
        assert len(series) == len(channels)
        for counts, channel in zip(series, channels, strict=True):
            expected = np.histogram(channel.astype(float), borders)[0]
            np.testing.assert_array_equal(counts, expected)
            assert counts.sum() == channel.size
        assert (result.least, result.greatest) == (result.picture.min(), result.picture.max())


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_explained_and_in_a_group(name):
    assert lesson.parts(lesson.LESSONS / "en" / "operations.md")[f"op-{name}"]
    assert OPERATIONS[name].group in GROUPS
    assert len(run(CAT, [step(name)], Cache()).results) == 2


@given(st.lists(any_step(), max_size=MOST_STEPS))
def test_links_carry_a_pipeline_there_and_back(steps):
    link = to_link(steps)
    if len(link) <= 2000:
        assert from_link(link) == tuple(steps)


@pytest.mark.parametrize("name", KERNELS)
def test_every_known_kernel_fits_a_link(name):
    one = step("kernel", weights=KERNELS[name].weights)
    assert from_link(to_link([one])) == (one,)
    np.testing.assert_allclose(one.values[0], KERNELS[name].weights, atol=1e-12)


@given(st.text(max_size=80) | st.from_regex(r"[a-z]+(_[-.0-9a-z]*){0,4}", fullmatch=True))
def test_a_link_is_read_or_refused_in_a_sentence(text):
    try:
        steps = from_link(text)
    except OperationError:
        return
    assert from_link(to_link(steps)) == steps


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("explode", "There is no operation 'explode'. There are: grey, float"),
        ("grey~", "There is no operation ''."),
        ("__import__", "There is no operation ''."),
        ("grey_1", "The operation grey has 0 values, but 1 are given."),
        ("resize_9", "scale is 9.0, but it must be a number from 0.05 to 2."),
        ("resize_nan", "scale is 'nan', but"),
        ("resize_1e1", "scale is '1e1', but"),
        ("resize_٠", "scale is '٠', but"),
        ("resize_0.5_maybe", "smooth is 'maybe', but it must be yes or no."),
        ("mean_4", "size is 4.0, but it must be a whole number from 3 to 15 in steps of 2."),
        ("flip_sideways", "direction is 'sideways', but it must be one of: horizontal, vertical."),
        ("kernel_", "This one has 0 rows and 0 columns"),
        ("kernel_2x2_1_2_3", "This one has 2 rows and 2 columns, or places without"),
        ("kernel_8x1_1_1_1_1_1_1_1_1", "This one has 8 rows and 1 columns"),
        ("kernel_1x1_x", "A weight is 'x', but it must be a number from −1000 to 1000."),
        ("kernel_1x1_1001", "A weight is 1001.0, but"),
        ("~".join(["grey"] * 13), "A pipeline has at most 12 steps; this one has 13."),
        ("g" * 2001, "at most 2000 characters; this one has 2001."),
    ],
)
def test_hostile_links(link, words):
    with pytest.raises(OperationError) as caught:
        from_link(link)
    assert words in str(caught.value)


@pytest.mark.parametrize("weights", [(), ((),), ((1,), (1, 2)), ((float("nan"),),)], ids=repr)
def test_no_table_of_numbers(weights):
    with pytest.raises(OperationError):
        step("kernel", weights=weights)


def test_a_table_is_exact_in_a_link():
    assert isinstance(OPERATIONS["kernel"].parameters[0], Table)
    assert to_link([step("kernel", weights=((1 / 8, -2),))]) == "kernel_1x2_0.125_-2"
