"""Streamlit apps in processes of their own, and what such a tree of processes takes."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psutil

ROOT = Path(__file__).parents[1]

#: The lab's settings that are about serving, given to the baseline as well.
_FLAGS = (
    "--server.headless=true",
    "--server.address=127.0.0.1",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
)

_CALM_SECONDS = 6
_CALM_SHARE = 0.15


@dataclass(frozen=True)
class App:
    """A running app.

    Attributes
    ----------
    address : str
        `http://…`, without a slash at the end.
    began : float
        Seconds since the epoch when its process was started.
    store : Path
        The folder of its runs.
    process : psutil.Process
        The server; the engine's processes are below it.
    """

    address: str
    began: float
    store: Path
    process: psutil.Process


@contextmanager
def serving(folder: Path = ROOT, **environment: str) -> Iterator[App]:
    """Serve the `app.py` of a folder on a free port, with an empty store, and end it.

    Parameters
    ----------
    folder : Path
        Where the app is.
    **environment : str
        Variables that its process gets besides this one's.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as store:
        port = _free_port()
        began = time.time()
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", *_FLAGS],
            cwd=folder,
            env={**os.environ, "CNN_LAB_STORE": store, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(f"{address}/_stcore/health", server)
            yield App(address, began, Path(store), psutil.Process(server.pid))
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def bare(files: dict[str, str]) -> Iterator[Path]:
    """Write the files of a small app to a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            (Path(name) / path).write_text(text, encoding="utf-8")
        yield Path(name)


def unshared_megabytes(process: psutil.Process) -> float:
    """Return the memory that a process and all below it have written to and share with nobody.

    Pages of libraries do not count: they belong to one process or to several, as others that have
    loaded TensorFlow come and go on the machine, and make the sum jump by 400 MB.
    """
    return sum(_unshared(each) for each in _tree(process)) / 2**20


def wait_until_calm(process: psutil.Process, seconds: float = 120) -> None:
    """Return once a tree of processes has done nothing for a few seconds."""
    deadline = time.monotonic() + seconds
    calm = 0
    before = _cpu_seconds(process)
    while calm < _CALM_SECONDS:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the app is still busy after {seconds:.0f} s")
        time.sleep(1)
        now = _cpu_seconds(process)
        # A process that has ended takes its seconds with it; that is not calm either.
        calm = calm + 1 if 0 <= now - before < _CALM_SHARE else 0
        before = now


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _unshared(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return sum(part.private_dirty for part in process.memory_maps())
    return 0


def _cpu_seconds(process: psutil.Process) -> float:
    total = 0.0
    for each in _tree(process):
        with suppress(psutil.NoSuchProcess):
            times = each.cpu_times()
            total += times.user + times.system
    return total


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)
        except URLError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("The app did not start.")
