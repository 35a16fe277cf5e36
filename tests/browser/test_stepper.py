"""The stepper in a real browser: its numbers against Keras's, and every way to move in it."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from lib.convolution import ConvolutionSetting
from tests import samples_arrays as samples
from tests.browser.conftest import serving, visiting
from tests.keras_arrays import close, convolution_size, keras_convolution, keras_pooling

CROSS = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
LECTURE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
START = json.dumps(ConvolutionSetting.of(LECTURE, CROSS).to_state())

OUTPUTS = """(root, settings) => settings.map((setting) => {
    root.lab.apply(setting)
    return [...root.querySelectorAll(".output .cell")].map((cell) => [
        Number(cell.dataset.row), Number(cell.dataset.col), Number(cell.dataset.channel),
        Number(cell.dataset.value),
    ])
})"""

# From the event to the last line drawn: reading a size makes the browser lay everything out.
HOVER = """(root) => {
    const cells = [...root.querySelectorAll(".output .cell")].filter((_, i) => i % 7 === 0)
    return cells.map((cell) => {
        const start = performance.now()
        cell.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true }))
        root.getBoundingClientRect()
        return performance.now() - start
    })
}"""


@pytest.fixture(scope="module")
def page_of_steppers(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("store"), "tests/browser/apps/steppers.py") as (
        _,
        address,
    ):
        yield address


class Bench:
    """A page with two steppers, and how to read it."""

    def __init__(self, lab):
        self.frames = []
        lab.page.on("websocket", self.listen)
        self.lab, self.page = lab.open(), lab.page
        self.convolution = self.page.locator(".stepper").first
        self.pooling = self.page.locator(".stepper").last
        expect(self.pooling.locator(".output .cell").first).to_be_visible()
        expect(self.page.get_by_test_id("stCode")).to_have_count(2)

    def listen(self, socket):
        socket.on("framesent", lambda frame: self.frames.append(frame))

    def start_over(self):
        """Bring a page that was used before back to its start, on both sides."""
        self.page.mouse.move(0, 0)
        self.page.get_by_text("lecture", exact=True).click()
        for stepper in (self.convolution, self.pooling):
            stepper.evaluate("root => { root.lab.setPredict(false); root.lab.restart() }")
        self.choose("Speed", 1)
        expect(self.page.get_by_test_id("stCode").first).to_have_text(START)
        return self

    def cell(self, table, row, column, channel=None):
        where = f'[data-row="{row}"][data-col="{column}"]'
        if channel is not None:
            where += f'[data-channel="{channel}"]'
        return self.convolution.locator(f".{table} .cell{where}")

    def values(self, table="output"):
        cells = self.convolution.locator(f".{table} .cell .text")
        return cells.all_text_contents()

    def reading(self):
        return self.convolution.locator(".reading")

    def count(self):
        return self.convolution.locator(".count")

    def press(self, name):
        self.convolution.get_by_role("button", name=name, exact=True).click()

    def heard(self, index=0):
        return json.loads(self.page.get_by_test_id("stCode").nth(index).inner_text())

    def choose(self, label, value):
        self.convolution.get_by_label(label, exact=True).select_option(str(value))


@pytest.fixture(scope="module")
def used_bench(browser, runs, page_of_steppers):
    with visiting(browser, runs) as visitor:
        yield Bench(visitor(page_of_steppers))


@pytest.fixture
def bench(used_bench):
    return used_bench.start_over()


def test_200_random_settings_are_what_keras_computes(bench):
    rng = np.random.default_rng(2024)
    settings = [samples.convolution(rng) for _ in range(200)]
    found = bench.convolution.evaluate(OUTPUTS, [setting.to_state() for setting in settings])
    for setting, cells in zip(settings, found, strict=True):
        expected = keras_convolution(setting)
        assert len(cells) == expected.size
        values = np.full(expected.shape, np.nan)
        for row, column, channel, value in cells:
            values[row, column, channel] = value
        close(values, expected, convolution_size(setting))
        np.testing.assert_allclose(values, setting.output(), rtol=1e-9, atol=1e-9)


def test_random_poolings_are_what_keras_computes(bench):
    rng = np.random.default_rng(2025)
    settings = [samples.pooling(rng) for _ in range(100)]
    found = bench.pooling.evaluate(OUTPUTS, [setting.to_state() for setting in settings])
    for setting, cells in zip(settings, found, strict=True):
        expected = keras_pooling(setting)
        values = np.full(expected.shape, np.nan)
        for row, column, channel, value in cells:
            values[row, column, channel] = value
        close(values, expected, np.abs(setting.image).max())


def test_pointing_answers_at_once_and_sends_nothing(bench):
    """The greatest setting there is: 12 × 12 with 7 × 7, four channels, four filters."""
    rng = np.random.default_rng(1)
    setting = ConvolutionSetting.of(
        rng.integers(-9, 10, (12, 12, 4)), rng.integers(-9, 10, (7, 7, 4, 4)), padding="same"
    )
    bench.convolution.evaluate("(root, setting) => root.lab.apply(setting)", setting.to_state())
    bench.page.wait_for_timeout(600)
    before = len(bench.frames)
    times = bench.convolution.evaluate(HOVER)
    assert len(times) > 80
    assert np.median(times) < 50
    cell = bench.cell("output", 5, 6, channel=3)
    cell.hover()
    expect(bench.reading()).to_contain_text("Filter 4: output in row 6, column 7")
    bench.press("Play")
    bench.page.wait_for_timeout(1200)
    bench.press("Pause")
    bench.press("One step forward")
    cell.click()
    bench.convolution.get_by_label("Output cell").fill("100")
    bench.page.wait_for_timeout(400)
    assert len(bench.frames) == before


def test_pointing_shows_the_field_the_products_and_the_sum(bench):
    bench.cell("output", 1, 2).hover()
    expect(bench.reading()).to_contain_text("Output in row 2, column 3")
    expect(bench.reading()).to_contain_text(
        "1×1 + 1×0 + 0×1 + 1×0 + 1×1 + 1×0 + 1×1 + 1×0 + 0×1 + 0 = 3"
    )
    assert bench.values("products") == ["1", "0", "0", "0", "1", "0", "1", "0", "0"]
    seen = bench.convolution.locator(".input .cell.seen")
    assert seen.evaluate_all("cells => cells.map((c) => `${c.dataset.row},${c.dataset.col}`)") == [
        f"{row},{column}" for row in (1, 2, 3) for column in (2, 3, 4)
    ]
    bench.page.mouse.move(0, 0)
    expect(bench.reading()).to_contain_text("row 1, column 1")


def test_a_number_is_edited_and_python_hears_of_it(bench):
    bench.cell("input", 0, 0).click()
    bench.page.keyboard.type("-2.5")
    expect(bench.cell("output", 0, 0)).to_have_text("0.5")
    bench.page.keyboard.press("Tab")
    bench.page.keyboard.type("7")
    bench.page.keyboard.press("Enter")
    assert bench.values("input")[:3] == ["−2.5", "7", "1"]
    expect(bench.cell("input", 1, 1)).to_be_focused()
    bench.cell("kernel", 0, 0).click()
    bench.page.keyboard.type("1/4")
    bench.page.keyboard.press("Enter")
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text("0.25")
    state = bench.heard()
    assert (state["image"][0][:2], state["kernels"][0][0]) == ([[-2.5], [7]], [[0.25]])
    shown = [float(text.replace("−", "-")) for text in bench.values()]
    assert shown == ConvolutionSetting.from_state(state).output().round(3).ravel().tolist()


def test_what_is_no_number_is_refused(bench):
    bench.cell("kernel", 1, 1).click()
    bench.page.keyboard.type("abc")
    bench.page.keyboard.press("Enter")
    expect(bench.convolution.locator(".notice")).to_have_text(
        "“abc” is no number that fits here; the cell is 1 again."
    )
    assert bench.values("kernel")[4] == "1"
    bench.cell("kernel", 1, 1).click()
    bench.page.keyboard.type("5")
    bench.page.keyboard.press("Escape")
    assert bench.values("kernel")[4] == "1"


def test_play_pause_step_back_scrub(bench):
    expect(bench.count()).to_have_text("1 / 9")
    bench.press("One step forward")
    bench.press("One step forward")
    expect(bench.count()).to_have_text("3 / 9")
    bench.press("One step back")
    expect(bench.count()).to_have_text("2 / 9")
    bench.convolution.get_by_label("Output cell").fill("7")
    expect(bench.reading()).to_contain_text("row 3, column 2")
    bench.choose("Speed", 8)
    bench.press("Play")
    expect(bench.count()).to_have_text("9 / 9")
    expect(bench.convolution.get_by_role("button", name="Play")).to_be_visible()
    bench.press("Play")
    bench.press("Pause")
    where = bench.count().inner_text()
    bench.page.wait_for_timeout(300)
    expect(bench.count()).to_have_text(where)


def test_a_cell_is_pinned_until_it_is_let_go(bench):
    bench.cell("output", 2, 0).click()
    bench.cell("output", 0, 2).hover()
    expect(bench.reading()).to_contain_text("row 3, column 1")
    bench.page.keyboard.press("Escape")
    bench.cell("output", 0, 1).hover()
    expect(bench.reading()).to_contain_text("row 1, column 2")


def test_predict_then_reveal(bench):
    bench.convolution.get_by_label("Predict first").check()
    assert bench.values() == ["?"] * 9
    expect(bench.reading()).to_contain_text("= ?")
    bench.press("One step forward")
    assert bench.values() == ["4"] + ["?"] * 8
    bench.press("One step forward")
    expect(bench.count()).to_have_text("2 / 9")
    expect(bench.reading()).to_contain_text("= ?")
    bench.cell("output", 2, 2).click()
    assert bench.values() == ["4"] + ["?"] * 7 + ["4"]
    assert bench.cell("output", 1, 1).get_attribute("data-value") is None


def test_the_keyboard_is_enough(bench):
    bench.lab.tab_to(bench.cell("input", 0, 0))
    bench.page.keyboard.press("ArrowDown")
    bench.page.keyboard.press("ArrowRight")
    expect(bench.cell("input", 1, 1)).to_be_focused()
    bench.page.keyboard.press("9")
    bench.page.keyboard.press("ArrowRight")
    expect(bench.cell("input", 1, 1)).to_have_text("9")
    bench.lab.tab_to(bench.cell("output", 0, 0))
    bench.page.keyboard.press("ArrowRight")
    bench.page.keyboard.press("ArrowDown")
    expect(bench.reading()).to_contain_text("row 2, column 2")
    bench.choose("Speed", 8)
    bench.cell("output", 1, 1).focus()
    bench.page.keyboard.press("Space")
    expect(bench.count()).to_have_text("9 / 9")


def test_a_finger_is_enough(visitors, page_of_steppers):
    bench = Bench(
        visitors(page_of_steppers, viewport={"width": 390, "height": 844}, has_touch=True)
    )
    bench.cell("output", 1, 1).tap()
    expect(bench.reading()).to_contain_text("row 2, column 2")
    bench.cell("input", 1, 1).tap()
    bench.page.keyboard.type("3")
    bench.page.keyboard.press("Enter")
    expect(bench.cell("output", 1, 1)).to_have_text("6")
    main = bench.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_settings_change_the_shapes_and_the_words(bench):
    bench.choose("Stride: Height", 2)
    bench.choose("Padding", "same")
    bench.choose("Kernel size: Width", 2)
    sizes = bench.convolution.locator(".sizes")
    expect(sizes).to_contain_text("⌈5 / 2⌉ = 3")
    expect(sizes).to_contain_text("Keras puts an odd one below and on the right")
    expect(bench.convolution.locator(".input .cell.padding")).to_have_count(7 * 6 - 25)
    bench.choose("Padding", "valid")
    bench.choose("Input size: Height", 6)
    expect(sizes).to_contain_text("⌊(6 − 3) / 2⌋ + 1 = ⌊1.5⌋ + 1 = 2")
    expect(sizes).to_contain_text("Hatched: no window reaches row 6.")
    expect(bench.convolution.locator(".input .cell.missed")).to_have_count(5)
    bench.choose("Dilation: Width", 2)
    expect(bench.convolution.locator(".notice")).to_contain_text("both above 1")
    expect(bench.convolution.get_by_label("Stride: Height")).to_have_value("1")
    bench.choose("Filters", 3)
    bench.choose("Input channels", 2)
    expect(sizes.locator(".axis .number")).to_have_text(["3,", "2,", "2,", "3"])
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text('"dilation": [1, 2]')
    setting = ConvolutionSetting.from_state(bench.heard())
    assert setting.output().shape == (4, 3, 3)


def test_a_kernel_that_does_not_fit_is_explained_and_not_reported(bench):
    bench.choose("Kernel size: Height", 7)
    expect(bench.reading()).to_have_text(
        "No output: the kernel is 7 rows high, but only 5 rows are there."
        " Use a smaller kernel, less dilation or more padding."
    )
    bench.page.wait_for_timeout(500)
    assert len(bench.heard()["kernels"]) == 3
    bench.choose("Padding", "1")
    expect(bench.count()).to_have_text("1 / 5")


def test_true_convolution_turns_the_kernel(bench):
    bench.cell("kernel", 0, 1).click()
    bench.page.keyboard.type("5")
    bench.page.keyboard.press("Enter")
    bench.press("True convolution")
    assert bench.values("kernel") == ["1", "0", "1", "0", "1", "0", "1", "5", "1"]
    expect(bench.convolution.locator(".notice")).to_contain_text("turned by 180°")
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text('"flip": true')
    expected = ConvolutionSetting.from_state(bench.heard()).output().ravel()
    assert [float(text) for text in bench.values()] == expected.tolist()


def test_another_example_starts_anew(bench):
    bench.cell("input", 0, 0).click()
    bench.page.keyboard.type("8")
    bench.page.keyboard.press("Enter")
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text("[[[8]")
    bench.page.get_by_text("edge", exact=True).click()
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text('"stride": [2, 2]')
    expect(bench.count()).to_have_text("1 / 6")
    bench.page.get_by_text("lecture", exact=True).click()
    expect(bench.count()).to_have_text("1 / 9")
    expect(bench.page.get_by_test_id("stCode").first).to_contain_text("[[[1]")
    expect(bench.cell("input", 0, 0)).to_have_text("1")


def test_pooling_marks_the_winner(bench):
    bench.pooling.locator(".output .cell").nth(2).hover()
    expect(bench.pooling.locator(".reading")).to_contain_text("max(3, 2, 1, 2) = 3")
    winner = bench.pooling.locator(".input .cell.winner")
    expect(winner).to_have_text("3")
    bench.page.mouse.move(0, 0)
    bench.pooling.get_by_label("Kind of pooling").select_option("average")
    expect(bench.pooling.locator(".reading")).to_contain_text("(1 + 1 + 5 + 6) / 4 = 3.25")
    expect(bench.page.get_by_test_id("stCode").last).to_contain_text("average")


# The contrast of every piece of text with what lies under it, as WCAG 2.2 defines it.
FAINTEST = """(root) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
    }
    const over = ([r, g, b, a], under) => [r, g, b].map((part, i) => part * a + under[i] * (1 - a))
    const ground = (node) => {
        if (!node) return [1, 1, 1]
        const under = node.parentElement ?? node.getRootNode().host
        const colour = rgba(getComputedStyle(node).backgroundColor)
        return colour[3] === 1 ? colour.slice(0, 3) : over(colour, ground(under))
    }
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    const texts = [...root.querySelectorAll("*")].filter((node) =>
        [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) &&
        node.checkVisibility({ visibilityProperty: true }) && !node.closest("option"))
    return texts.map((node) => {
        const under = ground(node)
        const both = [light(over(rgba(getComputedStyle(node).color), under)), light(under)]
        const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
        return [contrast, `${node.className}: ${node.textContent}`]
    }).sort((one, other) => one[0] - other[0])[0]
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(visitors, page_of_steppers, scheme):
    bench = Bench(visitors(page_of_steppers, color_scheme=scheme))
    rng = np.random.default_rng(5)
    setting = ConvolutionSetting.of(
        rng.integers(-9, 10, (6, 6, 2)), rng.integers(-9, 10, (3, 3, 2, 3)), padding="same",
        flip=True,
    )  # fmt: skip
    bench.convolution.evaluate("(root, setting) => root.lab.apply(setting)", setting.to_state())
    for stepper in (bench.convolution, bench.pooling):
        contrast, where = stepper.evaluate(FAINTEST)
        assert contrast >= 4.5, where
