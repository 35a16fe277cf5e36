"""What holds for all tests."""

import pytest
from hypothesis import settings

# How long an example takes says nothing on a machine that other work shares.
settings.register_profile("lab", parent=settings(), deadline=None)
settings.load_profile("lab")


@pytest.fixture(scope="session", autouse=True)
def store(tmp_path_factory):
    """Keep the runs of pages under test apart from those of whoever works here; return where."""
    folder = str(tmp_path_factory.mktemp("runs"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNN_LAB_STORE", folder)
        patch.delenv("CNN_LAB_SCHEDULER", raising=False)
        yield folder
