"""CNN Lab: the frame around every page.

Everything happens in `main`, Streamlit's import included: the engine's worker processes execute
this script once more when they start, under another name, and must not do any of it.
"""


def main() -> None:
    """Set the page up, find out who is looking and in which language, and run the chosen page."""
    from pathlib import Path

    import streamlit as st

    from lib.ui import engine, language, navigation, recovery, visitor

    # Before the navigation: or the browser is sent to a server of Google's for the page's icon.
    st.set_page_config(page_icon="assets/icon.svg", layout="wide")
    st.html(Path("assets/style.css"))
    visitor.remember()
    recovery.watch()
    with st.sidebar:
        language.choose()

    page = st.navigation(navigation.pages())
    st.set_page_config(page_title=f"{page.title} · CNN Lab")
    st.logo("assets/logo.svg", icon_image="assets/icon.svg", size="large")
    page.run()
    engine.ensure()


if __name__ == "__main__":
    main()
