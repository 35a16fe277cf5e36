"""Train a network of one's own, whatever happens meanwhile, and draw on it."""

import csv
import io
import os
import re
import signal
import zipfile
from pathlib import Path

from playwright.sync_api import expect

ENDLESS = 100  # epochs: until somebody stops it


def downloaded(lab, name):
    """Press a download button and return the file's content."""
    with lab.page.expect_download() as download:
        lab.press(name)
    return Path(download.value.path()).read_bytes()


def test_train_reload_find_it_again_and_draw(lab):
    lab.open("train").start(epochs=4, pictures="10,000")
    lab.trains()
    lab.page.reload()
    lab.trains()
    lab.sees("Time left")
    lab.sees("Test accuracy")
    lab.sees("Done.")
    rows = list(csv.DictReader(io.StringIO(downloaded(lab, "History (CSV)").decode())))
    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4"]
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} < rows[0].keys()
    network = zipfile.ZipFile(io.BytesIO(downloaded(lab, "Network (.keras)")))
    assert "config.json" in network.namelist()
    lab.page.get_by_role("link", name="Draw a digit for it").click()
    expect(lab.page.get_by_role("combobox", name="Network")).to_have_value(re.compile(r"^R1 · 9\d"))
    lab.draw(7)
    lab.reads(7)


def test_stop_keeps_what_was_learned_and_the_network_can_be_asked(lab):
    lab.open("train").start(ENDLESS)
    lab.trains()
    lab.press("Stop")
    lab.sees("Stopped; what it had learned is kept.")
    lab.go_to("Predict")
    expect(lab.page.get_by_role("combobox", name="Network")).to_have_value(re.compile("^R1 · "))
    lab.draw(7)
    expect(lab.answer()).to_be_visible()


def test_leaving_the_page_and_a_second_tab_lose_nothing(lab):
    lab.open("train").start(ENDLESS)
    lab.trains()
    lab.go_to("Predict")
    lab.draw(3)
    expect(lab.answer()).to_be_visible()
    lab.go_to("Train")
    lab.trains()
    second = lab.tab("train")
    second.trains()
    second.press("Stop")
    lab.sees("Stopped; what it had learned is kept.")


def test_a_stranger_sees_a_training_by_its_link_alone_and_cannot_stop_it(lab, visitors, server):
    run_id = lab.open("train").start(ENDLESS)
    lab.trains()
    stranger = visitors(server[1])
    stranger.open("train").sees("Take R1 as it is")
    expect(stranger.text("Time left")).to_have_count(0)
    stranger.open(f"train?run={run_id}").trains()
    expect(stranger.button("Stop")).to_have_count(0)
    lab.press("Stop")
    stranger.sees("Stopped; what it had learned is kept.")


def test_two_students_queue_and_see_their_place(lab, visitors, server):
    lab.open("train").start(ENDLESS)
    lab.trains()
    second = visitors(server[1])
    second.open("train").start(epochs=1)
    second.sees("In the queue: 1 training is before yours.")
    lab.press("Stop")
    second.sees("Done.")


def test_a_link_that_leads_nowhere_is_explained(lab):
    lab.open("train?run=0000000000000000").sees("There is no such training here.")
    lab.sees("Take R1 as it is")


def workers(process):
    return [
        child
        for child in process.children(recursive=True)
        if "spawn_main" in " ".join(child.cmdline())
    ]


def test_a_killed_worker_is_told_of_and_the_training_goes_on(lab, server):
    lab.open("train").start(epochs=8, pictures="5,000")
    lab.sees(re.compile("Epoch [2-8] of 8, step"))
    for worker in workers(server[0]):
        os.kill(worker.pid, signal.SIGKILL)
    lab.sees("The process that trains has ended unexpectedly and is being restarted.")
    lab.sees(re.compile("Attempt 2: it went on from its last finished epoch."))
    lab.sees("Done.")
    lab.go_to("Predict")
    lab.draw(1)
    lab.reads(1)


def test_the_interface_has_not_loaded_tensorflow(lab, server):
    lab.open("predict").draw(1)
    lab.reads(1)
    loaded = [region.path for region in server[0].memory_maps()]
    assert not [path for path in loaded if "tensorflow" in path]
    (worker,) = workers(server[0])
    assert [
        path for path in (region.path for region in worker.memory_maps()) if "tensorflow" in path
    ]
