"""The real app, in the real browser: one server for the session, a fresh visitor for each test."""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import psutil
import pytest
from playwright.sync_api import expect, sync_playwright

from lib.engine.runs import UNFINISHED, RunStore
from tests.browser.lab import Lab
from tests.trainings import until

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000  # milliseconds; how long a busy machine may take, not how long it should
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

# An exception may be on a page for a moment only, until the next run of its script.
WATCH = """new MutationObserver(() => {
    const box = document.querySelector('[data-testid="stException"]')
    if (box) reportError(new Error(`the page shows an exception: ${box.innerText}`))
}).observe(document, { childList: true, subtree: true })"""

expect.set_options(timeout=PATIENCE)


@contextmanager
def serving(store, script="app.py"):
    """Start the app as `make run` does, or another script; yield its process and address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.headless=true",
         f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "CNN_LAB_STORE": str(store), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{address}/_stcore/health"))
        yield psutil.Process(process.pid), address
    finally:
        children = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(20)
        _, alive = psutil.wait_procs(children, timeout=15)
        assert not alive, "the app left processes behind"


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=1).status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def runs(tmp_path_factory):
    """Return the server's store."""
    return RunStore(str(tmp_path_factory.mktemp("runs")))


@pytest.fixture(scope="session")
def server(runs):
    with serving(runs.address) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visitors(browser, runs):
    """Make visitors: each has cookies of their own."""
    with visiting(browser, runs) as visitor:
        yield visitor


@contextmanager
def visiting(browser, runs):
    """Yield a function that makes visitors. At the end nothing may have gone wrong."""
    complaints, contexts, labs = [], [], []

    def visitor(address, **options):
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 1100}, "locale": "en-US",
               "permissions": ["camera"], **options}
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", lambda request: foreign(request.url, address, complaints))
        context.on("page", lambda page: page.on(
            "websocket", lambda socket: foreign(socket.url, address, complaints)
        ))  # fmt: skip
        contexts.append(context)
        labs.append(Lab(context, address))
        return labs[-1]

    yield visitor
    for lab in labs:
        end_what_is_left(lab, runs)
    for context in contexts:
        context.close()
    assert complaints == []


def end_what_is_left(lab, runs):
    """End the trainings that a failed test has left behind, or the next test waits for them."""
    for run_id in lab.started:
        if runs.status(run_id).state in UNFINISHED:
            lab.open(f"train?run={run_id}")
            lab.button("Stop").or_(lab.button("Leave the queue")).click()
            until(lambda run_id=run_id: runs.status(run_id).state not in UNFINISHED)


def foreign(url, address, complaints):
    """Complain about requests that leave the machine."""
    if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
        complaints.append(f"asked for {url}")


@pytest.fixture
def lab(visitors, server):
    """Return the lab as a student with an English browser sees it."""
    return visitors(server[1])
