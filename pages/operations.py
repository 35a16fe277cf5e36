"""Picture operations."""

import streamlit as st

from lib.ui import frame
from lib.ui.language import _

frame.enter()
st.title(_("Picture operations"))
