"""The app's languages and their catalogues of translated strings."""

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "ko": "한국어"}
"""Every language of the app, by code, under the name that its readers give it."""

SOURCE_LANGUAGE = "en"
"""The language in which the strings stand in the code."""

LOCALE = Path(__file__).parents[1] / "assets" / "locale"


def catalogue_file(language: str) -> Path:
    """Return where the translations into `language` are kept."""
    return LOCALE / language / "LC_MESSAGES" / "cnnlab.po"


def catalogue(language: str) -> gettext.NullTranslations:
    """Return the translations into one of `LANGUAGES`.

    The text file is read as it is: there is no compiled catalogue that could lag behind it. An
    edited file is read again.

    Raises
    ------
    KeyError
        When the app does not speak `language`.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    return _compiled(language, catalogue_file(language).stat().st_mtime_ns)


@lru_cache(maxsize=2 * len(LANGUAGES))
def _compiled(language: str, edited: int) -> gettext.GNUTranslations:
    """Compile a catalogue in memory; `edited` makes an older state of the file a different key."""
    with catalogue_file(language).open("rb") as file:
        messages = read_po(file, locale=language)
    binary = BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def best_language(browser_locale: str | None) -> str:
    """Return the app's language that suits a browser.

    Parameters
    ----------
    browser_locale : str or None
        A language tag as browsers write it, with a hyphen.

    Examples
    --------
    >>> best_language("ko-KR"), best_language("en-GB"), best_language("fr"), best_language(None)
    ('ko', 'en', 'en', 'en')
    """
    wanted = [browser_locale] if browser_locale else []
    return negotiate_locale(wanted, list(LANGUAGES), sep="-") or SOURCE_LANGUAGE
