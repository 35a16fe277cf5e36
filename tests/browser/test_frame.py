"""The frame around the pages: menu, language, links, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving

MENU = (
    "Start", "Picture operations", "Hand-made features", "Convolution", "Sizes and counts",
    "Pooling", "Train", "Predict",
)  # fmt: skip


def test_the_first_link_of_a_fresh_server_may_lead_to_any_page(visitors, tmp_path):
    with serving(tmp_path) as (_, address):
        lab = visitors(address).open("predict")
        menu = lab.page.get_by_test_id("stSidebarNav")
        expect(menu.get_by_role("link")).to_have_text([re.compile(name) for name in MENU])
        expect(lab.page.get_by_role("radio", name="한국어")).to_be_visible()
        expect(lab.page.locator("h1")).to_have_text("Predict")


def test_the_first_page_leads_through_the_story(lab):
    lab.open()
    lab.page.get_by_role("link", name="Draw a digit").click()
    expect(lab.page.locator("h1")).to_have_text("Predict")
    lab.page.go_back()
    lab.page.get_by_role("link", name="Train a network").click()
    expect(lab.page.locator("h1")).to_have_text("Train")


@pytest.mark.parametrize(("path", "heading"), [("train", "학습"), ("predict", "예측")])
def test_a_korean_browser_gets_korean(visitors, server, path, heading):
    lab = visitors(server[1], locale="ko-KR").open(path)
    expect(lab.page.locator("h1")).to_have_text(heading)


def test_a_chosen_language_stays_in_the_link_and_on_the_next_page(lab):
    lab.open("train")
    lab.page.get_by_role("radio", name="한국어").click()
    expect(lab.page.locator("h1")).to_have_text("학습")
    lab.go_to("예측")
    expect(lab.page).to_have_url(re.compile("lang=ko"))
    lab.tab(f"predict?{lab.page.url.split('?')[1]}").sees("신경망")


def test_a_korean_browser_may_be_switched_to_english(visitors, server):
    lab = visitors(server[1], locale="ko-KR").open("predict")
    lab.page.get_by_role("radio", name="English").click()
    expect(lab.page.locator("h1")).to_have_text("Predict")
    expect(lab.page).to_have_url(re.compile("lang=en"))
    lab.go_to("Train")
    expect(lab.page).to_have_url(re.compile("lang=en"))


def test_a_setting_survives_a_change_of_language(lab):
    lab.open("train").set("Epochs", 7)
    lab.page.get_by_role("radio", name="한국어").click()
    expect(lab.page.get_by_label("에폭", exact=True)).to_have_value("7")


def test_a_training_can_be_started_from_the_keyboard(lab):
    lab.open("train").choose("Training pictures", "1,000")
    lab.set("Epochs", 1)
    lab.tab_to(lab.button("Start training"))
    lab.page.keyboard.press("Enter")
    lab.sees("Done.")


def test_the_controls_of_predict_are_reached_by_keyboard(lab):
    lab.open("predict")
    lab.tab_to(lab.page.get_by_role("radio", name="Draw"))
    lab.tab_to(lab.page.get_by_role("slider", name="Pen"))
    lab.tab_to(lab.page.get_by_role("checkbox", name="4 · Crop").or_(
        lab.page.get_by_role("switch", name="4 · Crop")))  # fmt: skip
    lab.page.keyboard.press("Space")
    lab.draw(1)
    lab.sees("Not cut; the ink is in")


@pytest.mark.parametrize("path", ["", "train", "predict"])
def test_nothing_is_wider_than_a_phone(visitors, server, path):
    lab = visitors(server[1], viewport={"width": 390, "height": 844}).open(path)
    main = lab.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_a_page_that_was_lost_is_loaded_again(lab):
    lab.open("train")
    lab.page.evaluate("document.getElementById('root').replaceChildren()")
    expect(lab.page.locator("h1")).to_have_count(0)
    expect(lab.page.locator("h1")).to_have_text("Train")
