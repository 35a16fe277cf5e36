"""Bring the catalogues up to date with the strings in the code, or check that they are.

    python assets/locale/update.py           # add new strings, drop those no longer in the code
    python assets/locale/update.py --check   # change nothing; fail when anything is amiss

Translations are kept as long as their English sentence stays the same. A new sentence is never
given the translation of one that resembles it.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from lib.translation import LANGUAGES, SOURCE_LANGUAGE, catalogue_file  # noqa: E402

KEYWORDS = {"_": None, "N_": None, "_n": (1, 2)}
GAP = re.compile(r"\{[^{}]*\}")

# Written by hand instead of by Babel, whose header holds the time of writing.
HEADER = """\
# {name} translations of CNN Lab.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def extracted() -> Catalog:
    """Return a catalogue of every marked string in the code, sorted by where it stands."""
    template = Catalog(charset="utf-8")
    with (ROOT / "assets/locale/babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    for file, line, message, comments, context in extract_from_dir(
        ROOT,
        methods,
        options,
        KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=_is_source,
    ):
        place = (Path(file).as_posix(), line)
        template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def _is_source(folder: str) -> bool:
    """Tell whether strings may stand below `folder`: a virtual environment alone has thousands."""
    path = Path(folder).relative_to(ROOT)
    return path.parts[0] in {"pages", "lib"} and not path.name.startswith((".", "_"))


def read(language: str) -> Catalog:
    """Return the catalogue as it is on disk; an empty one for a new language."""
    file = catalogue_file(language)
    if not file.exists():
        return Catalog(locale=language, charset="utf-8")
    with file.open("rb") as handle:
        return read_po(handle, locale=language)


def written(catalog: Catalog, language: str) -> bytes:
    """Return a catalogue as the text of its file, the same for the same messages."""
    buffer = BytesIO()
    header = HEADER.format(
        name=catalog.locale.get_language_name("en"),
        language=language,
        plural_forms=catalog.plural_forms,
    )
    buffer.write(header.encode())
    write_po(
        buffer,
        catalog,
        width=100,
        omit_header=True,
        ignore_obsolete=True,
        include_lineno=False,
        sort_by_file=True,
    )
    return buffer.getvalue().rstrip(b"\n") + b"\n"


def update(language: str, template: Catalog) -> None:
    """Rewrite the catalogue of one language."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True)
    file = catalogue_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written(catalog, language))
    # Once more without the line numbers that only the extraction knew, by which strings are sorted.
    file.write_bytes(written(read(language), language))


def complaints(language: str, template: Catalog) -> Iterator[str]:
    """Yield what is wrong with the catalogue of one language, a line each."""
    catalog = read(language)
    for message in template:
        if message.id and catalog.get(message.id) is None:
            yield f"missing: {message.id!r}"
    for message in catalog:
        if not message.id:
            continue
        if template.get(message.id) is None:
            yield f"no longer in the code: {message.id!r}"
        yield from _flaws(message)
    for message in catalog.obsolete.values():
        yield f"obsolete: {message.id!r}"


def _flaws(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    strings = message.string if message.pluralizable else (message.string,)
    if not all(strings):
        yield f"not translated: {message.id!r}"
        return
    # A count may be spelt out in the singular ("one picture"): the plural names every gap.
    source = message.id[1] if message.pluralizable else message.id
    for string in strings:
        if sorted(set(GAP.findall(source))) != sorted(set(GAP.findall(string))):
            yield f"gaps differ: {source!r} -> {string!r}"


def check(languages: list[str], template: Catalog) -> list[str]:
    """Return every complaint about every catalogue."""
    return [f"{code}: {line}" for code in languages for line in complaints(code, template)]


def main() -> int:
    """Run from the command line; the exit status is 1 when a check finds something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, report flaws")
    template = extracted()
    languages = [code for code in LANGUAGES if code != SOURCE_LANGUAGE]
    if not parser.parse_args().check:
        for code in languages:
            update(code, template)
        return 0
    found = check(languages, template)
    print("\n".join(found) or "Every string is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
