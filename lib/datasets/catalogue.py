"""Which data sets there are, what is in them, and where they come from."""

from dataclasses import dataclass

from lib.datasets import bars
from lib.datasets.source import Archive, Reader
from lib.errors import DataError
from lib.messages import N_


@dataclass(frozen=True)
class DatasetInfo:
    """What a page says about a data set; nothing is read for it.

    Attributes
    ----------
    name : str
        What `load` wants.
    title : str
        An English phrase, marked for translation.
    image_shape : tuple of int
        Height, width and channels of every picture.
    train, test : int
        The number of pictures in each part.
    class_names : tuple of str
        `class_names[label]` is what a label means; words are marked for translation.
    source, licence : str
        Who made it, and on what terms it may be used.
    """

    name: str
    title: str
    image_shape: tuple[int, int, int]
    train: int
    test: int
    class_names: tuple[str, ...]
    source: str
    licence: str


@dataclass(frozen=True)
class Entry:
    """A row of the catalogue: what the data set is, and what reads it."""

    info: DatasetInfo
    read: Reader


_ENTRIES = (
    Entry(
        DatasetInfo(
            name="mnist",
            title=N_("MNIST: handwritten digits"),
            image_shape=(28, 28, 1),
            train=60_000,
            test=10_000,
            class_names=tuple("0123456789"),
            source="Yann LeCun, Corinna Cortes, Christopher J. C. Burges",
            licence="CC BY-SA 3.0",
        ),
        Archive("mnist.npz", "c8ca71ad62d22263ab46d0b5a815db8a64618c94fa6e7bc9f48a2c68964b1f12"),
    ),
    Entry(
        DatasetInfo(
            name="bars",
            title=N_("Bars: upright, level, crossed"),
            image_shape=(bars.SIDE, bars.SIDE, 1),
            train=bars.COUNTS["train"],
            test=bars.COUNTS["test"],
            class_names=bars.CLASS_NAMES,
            source=N_("drawn by this project"),
            licence="MIT",
        ),
        bars.Generated(),
    ),
)

CATALOGUE = {entry.info.name: entry for entry in _ENTRIES}


def names() -> tuple[str, ...]:
    """Return the names of all data sets, in the order in which to offer them.

    >>> "mnist" in names()
    True
    """
    return tuple(CATALOGUE)


def describe(name: str) -> DatasetInfo:
    """Tell what is in a data set without reading it.

    Parameters
    ----------
    name : str
        One of `names()`.

    Raises
    ------
    DataError
        If there is no such data set.

    Examples
    --------
    >>> describe("mnist").image_shape
    (28, 28, 1)
    """
    return entry(name).info


def entry(name: str) -> Entry:
    """Return the row of the catalogue; raise `DataError` if there is none."""
    if name not in CATALOGUE:
        raise DataError(
            N_('There is no data set "{name}". Choose one of: {known}.'),
            name=name,
            known=", ".join(CATALOGUE),
        )
    return CATALOGUE[name]
