"""What a network makes of a digit."""

import streamlit as st

from lib import datasets, figures
from lib.digits import Prepared
from lib.pictures import enlarged
from lib.ui.engine import engine
from lib.ui.language import _, probability


def show(network: str, prepared: Prepared) -> None:
    """Show what the network makes of the digit: in words and as a chart."""
    names = datasets.describe("mnist").class_names
    values = engine().predict(network, prepared.picture)
    best, second, third = values.argsort()[::-1][:3]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.image(
            enlarged(prepared.picture, 112),
            width=112,
            caption=_("What the network sees"),
        )
        with st.container(gap="xsmall", width="stretch"):
            st.markdown(
                "### "
                + _("It reads **{name}**, with {share}").format(
                    name=names[best], share=probability(values[best])
                )
            )
            st.markdown(
                _("Then {second} with {second_share}, and {third} with {third_share}.").format(
                    second=names[second],
                    second_share=probability(values[second]),
                    third=names[third],
                    third_share=probability(values[third]),
                )
            )
    st.plotly_chart(
        figures.probabilities(values, names, _("Probability")),
        key="predict.chart",
        config={"displayModeBar": False},
    )
