"""What a student does in the lab, in words."""

import re

from playwright.sync_api import Error, expect

#: Milliseconds after which a list that shows no such option is opened again.
PATIENCE_WITH_A_LIST = 8_000

#: Strokes on the canvas, in pixels from its upper left corner.
STROKES = {
    1: [[(140, 50), (140, 230)]],
    3: [
        [(85, 70), (135, 50), (185, 75), (180, 115), (130, 138)],
        [(130, 138), (190, 158), (195, 205), (140, 235), (80, 212)],
    ],
    7: [[(80, 60), (200, 60), (130, 235)]],
}


class Lab:
    """One browser tab in the lab."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.page = context.new_page()
        self.started = []

    def open(self, path=""):
        """Open a page by its link and wait for its heading."""
        self.page.goto(f"{self.address}/{path}")
        expect(self.page.locator("h1")).to_be_visible()
        return self

    def tab(self, path=""):
        """Open a page in a second tab of the same browser."""
        return Lab(self.context, self.address).open(path)

    def go_to(self, name):
        """Follow a link of the menu."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        expect(self.page.locator("h1", has_text=name)).to_be_visible()

    def text(self, words):
        """Return the place where words stand, to `expect` something of."""
        return self.page.get_by_text(words)

    def sees(self, words):
        """Wait until the words are on the page."""
        expect(self.text(words).first).to_be_visible()

    def draw(self, digit):
        """Draw a digit with the mouse, stroke by stroke."""
        for stroke in STROKES[digit]:
            self.stroke(stroke)

    def stroke(self, points):
        """Draw one stroke on the canvas."""
        canvas = self.page.locator("canvas").last
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        places = [(box["x"] + x, box["y"] + y) for x, y in points]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=10)
        self.page.mouse.up()

    def answer(self):
        """Return the heading that says what the network reads."""
        return self.page.get_by_role("heading", name=re.compile("It reads"))

    def reads(self, digit):
        """Wait until the network reads the digit."""
        expect(self.answer()).to_have_text(re.compile(rf"It reads {digit}, with"))

    def choose(self, label, option, *, typed=None):
        """Choose from a list; where it is long, one types a part of the name.

        A list closes when the page behind it runs again, so a reader opens it once more.
        """
        field = self.page.get_by_role("combobox", name=label, exact=True)
        name = {"name": option, "exact": True} if isinstance(option, str) else {"name": option}
        for _ in range(10):
            field.click()
            if typed:
                field.fill(typed)
            try:
                self.page.get_by_role("option", **name).click(timeout=PATIENCE_WITH_A_LIST)
                return
            except Error:
                self.page.keyboard.press("Escape")
        raise AssertionError(f"{label} offers no {option}")

    def set(self, label, value):
        """Type into a number field."""
        field = self.page.get_by_label(label, exact=True)
        field.fill(str(value))
        field.press("Enter")
        expect(field).to_have_value(str(value))

    def button(self, name):
        """Return a button of the page; Streamlit's header may show a "Stop" of its own."""
        main = self.page.get_by_test_id("stMain")
        return main.get_by_role("button", name=name, exact=True)

    def press(self, name):
        """Press a button."""
        self.button(name).click()

    def start(self, epochs, pictures="1,000"):
        """Set up R1 on the Train page, start it, and return its id."""
        self.set("Epochs", epochs)
        self.choose("Training pictures", pictures)
        before = self.page.url
        self.press("Start training")
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.started.append(re.search(r"run=([\w-]{16})", self.page.url)[1])
        return self.started[-1]

    def trains(self):
        """Wait until a training on the page is in the middle of an epoch."""
        self.sees(re.compile(r"Epoch \d+ of \d+, step"))

    def upload(self, name, data):
        """Upload a file on the Predict page."""
        way = self.page.get_by_role("radio", name="Upload")
        way.click()
        expect(way).to_be_checked()
        chooser = self.page.get_by_test_id("stFileUploaderDropzoneInput")
        chooser.set_input_files({"name": name, "mimeType": "image/png", "buffer": data})

    def tab_to(self, control, most=40):
        """Press the Tab key until a control has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if control.evaluate("control => control.matches(':focus')"):
                return
        raise AssertionError(f"not reached with {most} tabs: {control}")
