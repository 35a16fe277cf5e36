import hashlib
import importlib.util
import io
import struct
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import datasets
from lib.datasets import Dataset, collection, source
from lib.errors import DataError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty data folder, and nothing loaded yet."""
    monkeypatch.setattr(source, "FOLDER", tmp_path)
    collection._load.cache_clear()
    yield tmp_path
    collection._load.cache_clear()


@pytest.mark.parametrize(("part", "count"), [("train", 60_000), ("test", 10_000)])
def test_mnist_is_whole(part, count):
    mnist = datasets.load("mnist", part)
    assert (mnist.name, mnist.part, len(mnist)) == ("mnist", part, count)
    assert (mnist.images.shape, mnist.images.dtype) == ((count, 28, 28, 1), np.uint8)
    assert (mnist.labels.shape, mnist.labels.dtype) == ((count,), np.int64)
    assert mnist.class_names == tuple("0123456789")
    assert set(mnist.labels.tolist()) == set(range(10))


@pytest.mark.parametrize(
    ("part", "first"),
    [("train", [5, 0, 4, 1, 9, 2, 1, 3]), ("test", [7, 2, 1, 0, 4, 1, 4, 9])],
)
def test_mnist_starts_with_its_well_known_digits(part, first):
    assert datasets.load("mnist", part).labels[:8].tolist() == first


def test_pixels_are_those_of_the_original_file():
    # The IDX file is a header of 16 bytes and then the pixels.
    header = struct.pack(">4I", 0x803, 10_000, 28, 28)
    original = header + datasets.load("mnist", "test").images.tobytes()
    assert hashlib.sha256(original).hexdigest().startswith("0fa7898d509279e4")


def test_arrays_cannot_be_written_to():
    mnist = datasets.load("mnist", "test")
    with pytest.raises(ValueError, match="read-only"):
        mnist.images[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        mnist.labels[0] = 0


def test_train_is_the_default_and_loaded_once():
    assert datasets.load("mnist") is datasets.load("mnist", "train")


def test_loading_one_part_leaves_the_other_compressed(monkeypatch):
    opened = []
    plain = zipfile.ZipFile.open
    collection._load.cache_clear()
    monkeypatch.setattr(
        zipfile.ZipFile, "open", lambda self, name, *rest: opened.append(name) or plain(self, name)
    )
    datasets.load("mnist", "test")
    assert {str(name) for name in opened} == {"test_images.npy", "test_labels.npy"}


def test_description_needs_no_file_and_agrees_with_it():
    info = datasets.describe("mnist")
    assert info.image_shape == datasets.load("mnist", "test").images.shape[1:]
    assert (info.train, info.test) == (60_000, 10_000)
    assert info.class_names == datasets.load("mnist", "test").class_names
    assert info.licence == "CC BY-SA 3.0"


def test_description_of_a_missing_file(elsewhere):
    assert datasets.describe("mnist").title == "MNIST: handwritten digits"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        pytest.param(
            lambda: datasets.load("mnits"),
            f'There is no data set "mnits". Choose one of: {", ".join(datasets.names())}.',
            id="unknown name",
        ),
        pytest.param(
            lambda: datasets.describe(""),
            f'There is no data set "". Choose one of: {", ".join(datasets.names())}.',
            id="empty name",
        ),
        pytest.param(
            lambda: datasets.load("mnist", "exam"),
            'There is no part "exam". Choose one of: train, test.',
            id="unknown part",
        ),
        pytest.param(
            lambda: datasets.subset(datasets.load("mnist", "test"), 9, seed=0),
            "9 pictures are too few for 10 classes. Take at least 10.",
            id="subset too small",
        ),
    ],
)
def test_impossible_requests(call, text):
    with pytest.raises(DataError) as caught:
        call()
    assert str(caught.value) == text


def test_missing_file(elsewhere):
    with pytest.raises(DataError) as caught:
        datasets.load("mnist", "test")
    assert str(caught.value) == (
        "The data file mnist.npz is missing or cannot be opened. Fetch it again: "
        "git checkout -- assets/data/mnist.npz"
    )


def test_damaged_file_is_not_read(elsewhere):
    (elsewhere / "mnist.npz").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        datasets.load("mnist", "test")
    assert str(caught.value) == (  # e3b0c44298fc is the well-known SHA-256 of nothing
        "The data file mnist.npz is damaged: its SHA-256 should start with c8ca71ad62d2 but starts "
        "with e3b0c44298fc. Fetch it again: git checkout -- assets/data/mnist.npz"
    )


def test_pickles_are_refused(elsewhere):
    buffer = io.BytesIO()
    np.savez(buffer, test_images=np.array([print], object), test_labels=np.zeros(1, np.uint8))
    (elsewhere / "bad.npz").write_bytes(buffer.getvalue())
    archive = source.Archive("bad.npz", hashlib.sha256(buffer.getvalue()).hexdigest())
    with pytest.raises(ValueError, match="allow_pickle=False"):
        archive("test")


def toy(labels: list[int], classes: int) -> Dataset:
    """A data set whose i-th picture is a single pixel of brightness i."""
    images = np.arange(len(labels), dtype=np.uint8).reshape(-1, 1, 1, 1)
    class_names = tuple(str(label) for label in range(classes))
    return Dataset("toy", "train", images, np.array(labels, np.int64), class_names)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=60), st.integers(4, 60), st.integers(0, 99))
def test_subset_is_balanced(labels, n, seed):
    whole = toy(labels, 4)
    part = datasets.subset(whole, n, seed)
    assert len(part) == min(n, len(whole))
    pixels = part.images[:, 0, 0, 0].tolist()
    assert len(set(pixels)) == len(pixels)
    assert [labels[pixel] for pixel in pixels] == part.labels.tolist()
    left = Counter(labels) - Counter(part.labels.tolist())
    taken = Counter(part.labels.tolist())
    # Nobody is two ahead of a class that still has pictures to give.
    assert all(max(taken.values()) <= taken[label] + 1 for label in left)


@pytest.mark.parametrize("n", [10, 15, 1_000])
def test_subset_of_mnist_has_equal_shares(n):
    counts = np.bincount(datasets.subset(datasets.load("mnist", "test"), n, seed=1).labels)
    assert len(counts) == 10
    assert counts.max() - counts.min() <= (n % 10 > 0)


def test_subset_depends_on_the_seed_alone():
    whole = datasets.load("mnist", "test")
    first, again, other = (datasets.subset(whole, 50, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.images, again.images)
    assert not np.array_equal(first.images, other.images)
    assert not first.images.flags.writeable


def test_subset_of_everything_is_the_data_set_itself():
    whole = toy([0, 1, 0], 2)
    assert datasets.subset(whole, 3, seed=0) is whole


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script that builds mnist.npz."""
    path = ROOT / "assets" / "data" / "build_mnist.py"
    spec = importlib.util.spec_from_file_location("build_mnist", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            bytes([0, 0, 13, 1, 0, 0, 0, 0]),
            "An IDX file of unsigned bytes starts with 00 00 08, not 00000d",
            id="floats",
        ),
        pytest.param(
            bytes([0, 0, 8, 1, 0, 0, 0, 3, 1, 2]),
            "The header says 3 elements, the file has 2",
            id="too short",
        ),
    ],
)
def test_builder_refuses_other_idx_files(builder, data, text):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared
        builder.parse_idx(data)
    assert str(caught.value) == text


def test_builder_checks_before_it_reads(builder, tmp_path, monkeypatch):
    for file, _ in builder.MEMBERS.values():
        (tmp_path / file).write_bytes(b"")
    monkeypatch.setattr(sys, "argv", ["build_mnist.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"^train-images-idx3-ubyte: expected SHA-256 ba891046"):
        builder.main()


def test_builder_makes_the_same_file_again(builder, tmp_path, monkeypatch, capsys):
    pixels = bytes([0, 0, 8, 1, 0, 0, 0, 2, 3, 4])
    (tmp_path / "file").write_bytes(pixels)
    members = {"train_labels": ("file", hashlib.sha256(pixels).hexdigest())}
    monkeypatch.setattr(builder, "MEMBERS", members)
    made = []
    for name in ("one.npz", "two.npz"):
        target = tmp_path / name
        monkeypatch.setattr(sys, "argv", ["build", str(tmp_path), "--target", str(target)])
        builder.main()
        made.append(target.read_bytes())
        assert hashlib.sha256(made[-1]).hexdigest() in capsys.readouterr().out
    assert made[0] == made[1]
    assert np.load(io.BytesIO(made[0]))["train_labels"].tolist() == [3, 4]


def test_sources_name_the_files_that_are_there():
    sources = (ROOT / "assets" / "SOURCES.md").read_text(encoding="utf-8")
    packed = (ROOT / "assets" / "data" / "mnist.npz").read_bytes()
    assert hashlib.sha256(packed).hexdigest() in sources
    assert len(packed) <= 12_000_000
