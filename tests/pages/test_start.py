from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import lesson, visitor

APP = str(Path(__file__).parents[2] / "app.py")
ENGLISH = "How does a computer read your handwriting?"
KOREAN = "컴퓨터는 손글씨를 어떻게 읽을까요?"


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=20)


def switch(app: AppTest, language: str) -> AppTest:
    return app.segmented_control(key="language.switch").set_value(language).run()


def link_language(app: AppTest) -> str | None:
    return app.query_params.get("lang")


def test_english_to_begin_with(app):
    app.run()
    assert not app.exception
    assert app.title[0].value == ENGLISH
    assert link_language(app) is None


def test_link_names_the_language(app):
    app.query_params["lang"] = "ko"
    app.run()
    assert not app.exception
    assert app.title[0].value == KOREAN
    assert app.segmented_control(key="language.switch").value == "ko"
    assert link_language(app) == "ko"


def test_link_with_an_unknown_language(app):
    app.query_params["lang"] = "xx"
    assert app.run().title[0].value == ENGLISH
    assert not app.exception


def test_switch_and_back(app):
    app.run()
    assert switch(app, "ko").title[0].value == KOREAN
    assert link_language(app) == "ko"
    assert switch(app, "en").title[0].value == ENGLISH
    assert link_language(app) == "en"


def test_choice_is_put_back_when_a_page_change_has_emptied_the_link(app):
    app.query_params["lang"] = "ko"
    app.run()
    app.query_params.clear()
    assert app.run().title[0].value == KOREAN
    assert link_language(app) == "ko"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_story_is_told(app, language):
    app.query_params["lang"] = language
    app.run()
    shown = [element.value for element in app.markdown]
    parts = lesson.parts(lesson.LESSONS / language / "start.md")
    for name in ("welcome", "draw", "train", "again", "numbers", "numbers-try", "network"):
        assert parts[name] in shown


def test_links_keep_a_chosen_language(app):
    app.query_params["lang"] = "ko"
    links = app.run().get("page_link")
    assert [link.proto.page for link in links] == [
        *("predict", "train", "predict"),
        "operations",
        *("features", "convolution", "arithmetic", "pooling"),
    ]
    assert {link.proto.query_string for link in links} == {"lang=ko"}


def test_visitor_has_an_id_and_keeps_it(app):
    known = app.run().session_state["visitor.id"]
    assert visitor.is_valid(known)
    assert app.run().session_state["visitor.id"] == known


@pytest.mark.parametrize(
    ("candidate", "valid"),
    [
        ("Uzw6QQ6G2waHTRnRMPC8eg", True),
        ("a-b_c" + "0" * 17, True),
        ("short", False),
        ("../../etc/passwd000000", False),
        ("Uzw6QQ6G2waHTRnRMPC8eg\n", False),
        (None, False),
    ],
)
def test_valid_visitors(candidate, valid):
    assert visitor.is_valid(candidate) is valid


def labels_in_two_languages() -> None:
    import streamlit as st

    from lib.ui import language

    language.choose()
    korean = language.current() == "ko"
    st.text_input("이름" if korean else "Name", key="name")
    st.slider("에폭" if korean else "Epochs", 1, 10, key="epochs")
    st.selectbox("자료" if korean else "Data", ["mnist", "bars"], key="data")


def test_switching_keeps_what_was_entered():
    app = AppTest.from_function(labels_in_two_languages).run()
    app.text_input(key="name").set_value("Kim")
    app.slider(key="epochs").set_value(7)
    app.selectbox(key="data").set_value("bars").run()
    switch(app, "ko")
    assert app.text_input[0].label == "이름"
    assert (app.text_input[0].value, app.slider[0].value) == ("Kim", 7)
    assert app.selectbox[0].value == "bars"


def formatted() -> None:
    import streamlit as st

    from lib.errors import PlanError
    from lib.ui import language

    st.write(language.number(54410), language.number(0.03, 3), language.number(1.0, 0))
    st.write(language.percent(0.98449), language.percent(1, 0))
    for seconds in (4.6, 80, 3900):
        st.write(language.duration(seconds))
    st.write(language.problem(PlanError("{received} is unknown", received="x")))
    st.write(language._n("{n} picture", "{n} pictures", 2).format(n=2))


@pytest.mark.parametrize(
    ("code", "times"),
    [("en", ["5 s", "1 min 20 s", "1 h 5 min"]), ("ko", ["5초", "1분 20초", "1시간 5분"])],
)
def test_formats(code, times):
    app = AppTest.from_function(formatted)
    app.query_params["lang"] = code
    written = [element.value for element in app.run().markdown]
    assert not app.exception
    assert written == [
        "54,410 0.030 1",
        "98.4% 100%",
        *times,
        "x is unknown",
        "2 pictures",
    ]
