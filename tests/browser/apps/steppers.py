"""A page with a convolution and a pooling, and what Python has heard of them."""

import json

import streamlit as st

from lib.convolution import ConvolutionSetting
from lib.pooling import PoolingSetting
from lib.ui.components import stepper

LECTURE = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
CROSS = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
EXAMPLES = {
    "lecture": ConvolutionSetting.of(LECTURE, CROSS),
    "edge": ConvolutionSetting.of(LECTURE, [[-1, 0, 1]], stride=2),
}
POOLED = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]


def main():
    st.set_page_config(layout="wide")
    st.title("Steppers")
    example = st.radio("Example", list(EXAMPLES), horizontal=True)
    heard = stepper.convolution(EXAMPLES[example], key="convolution", preset=example)
    st.code(json.dumps(heard.to_state()), language=None)
    heard_of_pooling = stepper.pooling(PoolingSetting.of(POOLED), key="pooling")
    st.code(json.dumps(heard_of_pooling.to_state()), language=None)


if __name__ == "__main__":
    main()
