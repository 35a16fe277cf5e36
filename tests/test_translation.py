import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from lib import translation

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("lib/**/*.py")]


@pytest.fixture(scope="module")
def update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", ROOT / "assets/locale/update.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalog(update, source: str):
    return update.read_po(update.BytesIO(source.encode()), locale="ko")


def complaints(update, monkeypatch, code: str, translations: str) -> list[str]:
    monkeypatch.setattr(update, "read", lambda _language: catalog(update, translations))
    return list(update.complaints("ko", catalog(update, code)))


def test_every_string_is_translated(update):
    languages = [code for code in translation.LANGUAGES if code != translation.SOURCE_LANGUAGE]
    assert update.check(languages, update.extracted()) == []


def test_catalogues_are_as_update_writes_them(update):
    written = update.written(update.read("ko"), "ko")
    assert translation.catalogue_file("ko").read_bytes() == written
    assert b"Date" not in written
    assert str(ROOT).encode() not in written


@pytest.mark.parametrize(
    ("translations", "complaint"),
    [
        ("", "missing: '{n} digits'"),
        ('msgid "{n} digits"\nmsgstr ""', "not translated: '{n} digits'"),
        ('msgid "{n} digits"\nmsgstr "숫자"', "gaps differ: '{n} digits' -> '숫자'"),
        ('#, fuzzy\nmsgid "{n} digits"\nmsgstr "숫자 {n}개"', "fuzzy: '{n} digits'"),
        (
            'msgid "{n} digits"\nmsgstr "숫자 {n}개"\n\nmsgid "x"\nmsgstr "엑스"',
            "no longer in the code: 'x'",
        ),
        (
            'msgid "{n} digits"\nmsgstr "숫자 {n}개"\n\n#~ msgid "y"\n#~ msgstr "와"',
            "obsolete: 'y'",
        ),
    ],
    ids=["missing", "empty", "gaps", "fuzzy", "unused", "obsolete"],
)
def test_check_finds(update, monkeypatch, translations, complaint):
    code = 'msgid "{n} digits"\nmsgstr ""'
    assert complaints(update, monkeypatch, code, translations) == [complaint]


def test_check_looks_for_the_gaps_of_the_plural(update, monkeypatch):
    code = 'msgid "One digit"\nmsgid_plural "{n} digits"\nmsgstr[0] ""'
    kept = code.replace('""', '"숫자 {n}개"')
    lost = code.replace('""', '"숫자"')
    assert complaints(update, monkeypatch, code, kept) == []
    assert complaints(update, monkeypatch, code, lost) == ["gaps differ: '{n} digits' -> '숫자'"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_marked_strings_can_be_found(source):
    """Babel reads neither calls inside f-strings nor f-strings inside calls."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    hidden = [
        call.lineno
        for outer in ast.walk(tree)
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if _is_mark(call) and isinstance(call.args[0], ast.Constant)
    ]
    formatted = [
        call.lineno
        for call in ast.walk(tree)
        if _is_mark(call) and any(isinstance(each, ast.JoinedStr) for each in call.args)
    ]
    assert hidden + formatted == []


def _is_mark(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_", "_n"}
    )


def test_catalogue_translates():
    assert translation.catalogue("en").gettext("Pooling") == "Pooling"
    assert translation.catalogue("ko").gettext("Pooling") == "풀링"


def test_catalogue_keeps_what_it_does_not_know():
    assert translation.catalogue("ko").gettext("No such string") == "No such string"


def test_catalogue_is_compiled_once():
    assert translation.catalogue("ko") is translation.catalogue("ko")


def test_edited_catalogue_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(translation, "LOCALE", tmp_path)
    file = translation.catalogue_file("ko")
    file.parent.mkdir(parents=True)
    file.write_text('msgid "one"\nmsgstr "하나"\n', encoding="utf-8")
    assert translation.catalogue("ko").gettext("one") == "하나"
    file.write_text('msgid "one"\nmsgstr "일"\n', encoding="utf-8")
    assert translation.catalogue("ko").gettext("one") == "일"


def test_unknown_language():
    with pytest.raises(KeyError, match="fr"):
        translation.catalogue("fr")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ko", "ko"), ("ko-KR", "ko"), ("en-US", "en"), ("de-DE", "en"), ("", "en"), (None, "en")],
)
def test_best_language(locale, language):
    assert translation.best_language(locale) == language
