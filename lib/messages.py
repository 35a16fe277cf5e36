"""Mark strings for translation where they are written, translate them where they are shown."""


def N_(message: str) -> str:
    """Return `message` unchanged; Babel collects it for the catalogue.

    Modules of `lib` do not know the reader's language. They mark their English sentences with `N_`,
    and `lib.ui.language` translates them when a page shows them.
    """
    return message
