"""The only package that imports Keras. It runs in the worker process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what C++ writes to the terminal from the student; Python's own errors still come."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


# The one backend that the lab is tested with.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# On import TensorFlow tells of its instruction sets and of graphics cards that it did not find,
# before any setting of its log can stop it.
with _silence():
    import tensorflow as _tensorflow  # noqa: F401
