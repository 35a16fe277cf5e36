"""Numbers, times and errors in the reader's language."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.translation import LANGUAGES


def formats():
    import streamlit as st

    from lib.errors import PictureError
    from lib.ui import language

    st.text(language.number(54410))
    st.text(language.number(0.0412345, 4))
    st.text(language.percent(0.98448))
    st.text(language.duration(80))
    st.text(language.duration(7500))
    st.text(language.moment(1_764_000_000))
    st.text(
        language.problem(PictureError("{name} is empty. Choose another picture.", name="a.png"))
    )


EXPECTED = {
    "en": [
        "54,410", "0.0412", "98.4%", "1 min 20 s", "2 h 5 min", "Nov 24, 16:00",
        "a.png is empty. Choose another picture.",
    ],
    "ko": [
        "54,410", "0.0412", "98.4%", "1분 20초", "2시간 5분", "11월 24일, 16:00",
        "a.png 파일이 비어 있습니다. 다른 이미지를 고르세요.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_written_in_the_readers_language(language):
    app = AppTest.from_function(formats)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert [text.value for text in app.text] == EXPECTED[language]


def probabilities():
    import streamlit as st

    from lib.ui.language import probability

    for share in (0.0, 1e-9, 0.0001, 0.5, 0.99995, 1.0):
        st.text(probability(share))


def test_a_probability_is_never_rounded_to_certainty():
    app = AppTest.from_function(probabilities).run()
    shown = [text.value for text in app.text]
    assert shown == ["0.00%", "< 0.01%", "0.01%", "50.00%", "> 99.99%", "> 99.99%"]
