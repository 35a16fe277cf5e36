"""Real engines with real workers; one is shared by the tests that do it no harm."""

import pytest

from lib.engine.client import Engine
from lib.engine.runs import RunStore
from tests.trainings import ready


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    engine = Engine(RunStore(str(tmp_path_factory.mktemp("runs")))).start()
    yield ready(engine)
    engine.close()


@pytest.fixture
def own_engine(tmp_path):
    """Return an engine that a test may kill."""
    engine = Engine(RunStore(str(tmp_path / "runs"))).start()
    yield ready(engine)
    engine.close()
