"""Sizes and counts: a number changes, the formula follows; links; the drawing; a phone."""

import re

from playwright.sync_api import expect

R2 = "120x160x1_C12k5_P2_C16k5_P2_C20k4_P2_F_D512_D128_D4"


def headline(lab):
    return lab.page.locator(".sizes .headline .after .value")


def formula(lab):
    return lab.page.locator(".katex-html").first


def fits(lab):
    main = lab.page.get_by_test_id("stMain")
    return main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_a_kernel_is_changed_and_the_formula_follows(lab):
    lab.open("arithmetic")
    expect(headline(lab)).to_have_text("24 × 24 × 12")
    lab.set("Kernel", 4)
    lab.set("Stride", 3)
    expect(headline(lab)).to_have_text("9 × 9 × 12")
    expect(formula(lab)).to_contain_text(re.compile(r"⌊8⌋\s*\+\s*1\s*=\s*9"))
    lab.set("Height", 30)
    lab.sees("The last 2 rows (29, 30) are never read.")
    expect(lab.page).to_have_url(re.compile("layer=30x28x1_C12k4s3"))
    lab.sees("(4·4·1 + 1)·12")


def test_pointing_at_a_place_shows_its_window_and_asks_the_server_nothing(lab):
    frames = []
    lab.page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame))
    )
    lab.open("arithmetic?layer=29x28x1_C4k5s3p1")
    reading = lab.page.locator(".windows .reading")
    expect(reading).to_contain_text("Row 1, column 1 of the output reads rows 1–4 and columns 1–4.")
    places = lab.page.locator(".windows .places")
    places.scroll_into_view_if_needed()
    lab.page.wait_for_timeout(300)
    before = len(frames)
    box = places.bounding_box()
    # The output is 9 × 9; this is row 3, column 5, whose window starts at (3 − 1) · 3 − 1.
    lab.page.mouse.move(box["x"] + box["width"] * 4.5 / 9, box["y"] + box["height"] * 2.5 / 9)
    expect(reading).to_have_text("Row 3, column 5 of the output reads rows 6–10 and columns 12–16.")
    places.focus()
    lab.page.keyboard.press("ArrowLeft")
    expect(reading).to_have_text("Row 3, column 4 of the output reads rows 6–10 and columns 9–13.")
    assert len(frames) == before
    # One row of the picture below and one column of the padding on the right.
    bands = lab.page.locator(".windows .band").evaluate_all(
        "bands => bands.map((band) => [band.style.top, band.style.left])"
    )
    assert bands == [
        ["calc(29 * var(--cell))", "calc(0 * var(--cell))"],
        ["calc(0 * var(--cell))", "calc(29 * var(--cell))"],
    ]


def test_a_window_on_nothing_but_padding_and_a_transposed_one(lab):
    reading = lab.page.locator(".windows .reading")
    lab.open("arithmetic?layer=9x9x1_C4k3p4")
    expect(reading).to_have_text("Row 1, column 1 of the output reads nothing but padding.")
    lab.open("arithmetic?layer=4x5x1_T2k3s2same")
    expect(headline(lab)).to_have_text("8 × 10 × 2")
    lab.page.locator(".windows .places").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown"):
        lab.page.keyboard.press(key)
    expect(reading).to_have_text("Row 2, column 3 of the input paints rows 3–5 and columns 5–7.")


def test_the_lecture_s_network_as_a_preset_on_a_phone(visitors, server):
    lab = visitors(server[1], viewport={"width": 390, "height": 844}).open("arithmetic")
    assert fits(lab)
    lab.page.get_by_role("radio", name="A chain of layers").click()
    lab.press("R7")
    expect(headline(lab)).to_have_text("10")
    lab.press("R2")
    expect(lab.page.locator(".ladder .strip")).to_contain_text("116×156×12")
    expect(lab.page.locator(".ladder .strip")).to_contain_text("4,080")
    expect(lab.page.locator(".ladder tr.total")).to_contain_text("2,165,920")
    expect(lab.page).to_have_url(re.compile(f"chain={R2}"))
    assert fits(lab)
    lab.page.get_by_role("radio", name="Which settings?").click()
    lab.sees("24 settings turn 28 into 14")
    assert fits(lab)


def test_a_link_restores_a_chain_and_a_repair_mends_it(lab):
    lab.open("arithmetic?chain=20x20x1_C12k5_P2_C16k5_P2_C20k4_F_D4")
    lab.sees("Layer 5 (Conv2D) has a window of 4×4")
    expect(lab.page.locator(".ladder tr.bad")).to_contain_text("does not fit")
    lab.press('Pad layer 5: padding="same".')
    expect(headline(lab)).to_have_text("4")
    expect(lab.page).to_have_url(re.compile("C20k4same"))
    second = lab.tab(lab.page.url.split("/", 3)[3])
    expect(headline(second)).to_have_text("4")
    expect(second.page.locator(".ladder .strip")).to_contain_text("2×2×20")


def test_a_solution_is_loaded_into_the_calculator(lab):
    lab.open("arithmetic?turn=28-14")
    lab.page.get_by_role("button", name="kernel 3 · stride 2 · padding 1").click()
    expect(headline(lab)).to_have_text("14 × 14 × 12")
    expect(lab.page).to_have_url(re.compile("layer=28x28x1_C12k3s2p1"))


def test_a_bad_link_is_told_in_a_sentence(lab):
    lab.open("arithmetic?layer=28x28x1_X9").sees("'X9' is no layer.")
    expect(headline(lab)).to_have_text("24 × 24 × 12")
