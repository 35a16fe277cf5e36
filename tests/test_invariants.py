"""What the layers may import; the interface must start fast and must not hold a second Keras."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("pages/**/*.py"))
LIB = sorted(ROOT.glob("lib/**/*.py"))
UI = [file for file in LIB if file.is_relative_to(ROOT / "lib/ui")]
NN = [file for file in LIB if file.is_relative_to(ROOT / "lib/nn")]
INTERFACE = [ROOT / "app.py", *PAGES, *UI]
KERAS = {"keras", "tensorflow"}
STREAMLIT = {"streamlit", "streamlit_drawable_canvas"}


def each(files: list[Path]) -> dict[str, object]:
    return {"argvalues": files, "ids": [str(file.relative_to(ROOT)) for file in files]}


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield f"{node.module}.{node.names[0].name}"


def packages(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(file)}


@pytest.mark.parametrize("file", **each(PAGES))
def test_pages_import_streamlit_and_lib_alone(file):
    assert packages(file) - sys.stdlib_module_names <= {"streamlit", "lib"}


@pytest.mark.parametrize("file", **each(INTERFACE))
def test_interface_knows_no_keras(file):
    assert not packages(file) & KERAS
    assert not any(name.startswith("lib.nn") for name in imports(file))


@pytest.mark.parametrize("file", **each(sorted(set(LIB) - set(UI))))
def test_only_ui_knows_streamlit(file):
    assert not packages(file) & STREAMLIT
    assert not any(name.startswith("lib.ui") for name in imports(file))


@pytest.mark.parametrize("file", **each(sorted(set(LIB) - set(NN))))
def test_only_nn_knows_keras(file):
    assert not packages(file) & KERAS


def test_app_does_nothing_when_it_is_only_imported():
    """The engine's workers execute app.py under another name when they start."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    kinds = [type(node) for node in tree.body]
    assert kinds == [ast.Expr, ast.FunctionDef, ast.If]
    assert ast.unparse(tree.body[-1]) == "if __name__ == '__main__':\n    main()"


def test_app_is_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60


def test_start_page_loads_nothing_heavy():
    script = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=30).run()
assert not app.exception, app.exception
print(*{"tensorflow", "keras", "skimage"} & set(sys.modules))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []
