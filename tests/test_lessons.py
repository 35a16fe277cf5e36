import ast
from pathlib import Path

import pytest

from lib.translation import LANGUAGES, SOURCE_LANGUAGE
from lib.ui import digit, lesson

ROOT = Path(__file__).parents[1]
PAGES = sorted(file.stem for file in (lesson.LESSONS / SOURCE_LANGUAGE).glob("*.md"))
CODE = [*ROOT.glob("pages/*.py"), *ROOT.glob("lib/ui/**/*.py")]


def lessons_in(code: str) -> list[tuple[str, str]]:
    """Every page and part that a piece of code asks for by name."""
    return [
        (call.args[0].value, call.args[1].value)
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "lesson"
        and len(call.args) == 2
        and all(isinstance(argument, ast.Constant) for argument in call.args)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_lessons(language):
    assert sorted(file.stem for file in (lesson.LESSONS / language).glob("*.md")) == PAGES


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_parts(language, page):
    file = lesson.LESSONS / language / f"{page}.md"
    assert list(lesson.parts(file)) == list(
        lesson.parts(lesson.LESSONS / SOURCE_LANGUAGE / file.name)
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_part_is_empty(language, page):
    parts = lesson.parts(lesson.LESSONS / language / f"{page}.md")
    assert [name for name, text in parts.items() if not text] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marker_is_read_as_one(language, page):
    """A misspelt marker would vanish into the part before it."""
    parts = lesson.parts(lesson.LESSONS / language / f"{page}.md")
    assert [name for name, text in parts.items() if "<!--" in text] == []


@pytest.mark.parametrize("source", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_ask_for_parts_that_exist(source):
    for page, part in lessons_in(source.read_text(encoding="utf-8")):
        assert part in lesson.parts(lesson.LESSONS / SOURCE_LANGUAGE / f"{page}.md")


def test_lessons_in():
    assert lessons_in('lesson.show("start", "welcome"); lesson.text(page, "a")') == [
        ("start", "welcome")
    ]


def test_missing_part():
    with pytest.raises(LookupError, match=r"start\.md has no part 'nothing', only welcome, "):
        lesson.text("start", "nothing")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Hello.\n<!-- part: a -->\nText.", "Text before the first part: 'Hello.'"),
        ("<!-- part: a -->\nOne.\n<!-- part: a -->\nTwo.", "Two parts share a name"),
    ],
    ids=["text before", "same name"],
)
def test_split_refuses(source, problem):
    with pytest.raises(ValueError, match=problem):
        lesson.split(source)


def test_the_digit_is_the_one_it_claims_to_be():
    from lib import datasets

    source = digit.source()
    data = datasets.load(source["dataset"], source["part"])
    assert data.images[source["index"], :, :, 0].tolist() == digit.pixels()
    assert data.labels[source["index"]] == digit.label()
