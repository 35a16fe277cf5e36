"""Labelled pictures, whole or in part."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from lib.datasets.catalogue import entry
from lib.errors import DataError
from lib.messages import N_

Part = Literal["train", "test"]

_PARTS = ("train", "test")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Pictures and what they show.

    Attributes
    ----------
    name, part : str
        As given to `load`.
    images : ndarray of shape (N, H, W, C), uint8, read-only
    labels : ndarray of shape (N,), int64, read-only
        `class_names[labels[i]]` is what `images[i]` shows.
    class_names : tuple of str
    """

    name: str
    part: Part
    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]
    class_names: tuple[str, ...]

    def __post_init__(self) -> None:
        # Sessions share one copy, so none may write into it.
        self.images.setflags(write=False)
        self.labels.setflags(write=False)

    def __len__(self) -> int:
        return len(self.labels)


def load(name: str, part: Part = "train") -> Dataset:
    """Load one part of a data set; the second time it is there at once.

    Parameters
    ----------
    name : str
        One of `lib.datasets.names()`.
    part : {"train", "test"}

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
        If there is no such data set or part, or its file is missing or damaged.
    """
    found = entry(name)
    if part not in _PARTS:
        raise DataError(
            N_('There is no part "{part}". Choose one of: {known}.'),
            part=part,
            known=", ".join(_PARTS),
        )
    return _load(found.info.name, part)


def subset(dataset: Dataset, n: int, seed: int) -> Dataset:
    """Draw pictures at random, as many of each class as possible.

    Parameters
    ----------
    dataset : Dataset
    n : int
        How many pictures, at least one of each class. Where a class runs out, the others fill up.
    seed : int
        The same seed draws the same pictures in the same order.

    Returns
    -------
    Dataset
        `dataset` itself if it has no more than `n` pictures.

    Raises
    ------
    DataError
        If `n` is smaller than the number of classes.

    Examples
    --------
    >>> images, labels = np.zeros((5, 1, 1, 1), np.uint8), np.array([0, 0, 0, 0, 1])
    >>> cats = Dataset("pets", "train", images, labels, ("cat", "dog"))
    >>> sorted(subset(cats, 3, seed=0).labels.tolist())
    [0, 0, 1]
    """
    classes = len(dataset.class_names)
    if n < classes:
        raise DataError(
            N_("{n} pictures are too few for {classes} classes. Take at least {classes}."),
            n=n,
            classes=classes,
        )
    if n >= len(dataset):
        return dataset
    chosen = _balanced(dataset.labels, n, np.random.default_rng(seed))
    return replace(dataset, images=dataset.images[chosen], labels=dataset.labels[chosen])


@lru_cache
def _load(name: str, part: Part) -> Dataset:
    found = entry(name)
    images, labels = found.read(part)
    return Dataset(name, part, images, labels, found.info.class_names)


def _balanced(
    labels: npt.NDArray[np.int64], n: int, rng: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Return n indices in random order, no class more than one ahead of a class with some left.

    All are shuffled and each is told how many of its class came before it: first go those with none
    before them, then those with one, and so on.
    """
    order = rng.permutation(len(labels))
    turn = np.empty(len(labels), np.intp)
    for label in np.unique(labels):
        members = np.flatnonzero(labels[order] == label)
        turn[members] = np.arange(len(members))
    first = np.argsort(turn, kind="stable")[:n]
    return rng.permutation(order[first])
