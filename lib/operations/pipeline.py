"""A pipeline: operations one after the other, and every picture in between.

A step is computed once. Results are kept by the picture and by all steps up to theirs, so a change
at the end of a pipeline leaves what comes before it alone.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from lib.messages import N_
from lib.operations.catalogue import OPERATIONS, Operation, preparation
from lib.operations.functions import Array
from lib.operations.parameters import OperationError, Value

MOST_STEPS = 12
BINS = 64
"""Bars of a histogram."""
CACHE_BYTES = 320_000_000
"""A little more than the longest pipeline needs on a colour picture of a megapixel."""


@dataclass(frozen=True)
class Step:
    """An operation with its values, in the order of its parameters. `step` makes checked ones."""

    operation: str
    values: tuple[Value, ...] = ()

    @property
    def named(self) -> dict[str, Value]:
        """Return the values by the names of their parameters."""
        names = (parameter.name for parameter in OPERATIONS[self.operation].parameters)
        return dict(zip(names, self.values, strict=True))


def known(name: str) -> Operation:
    """Return an operation by its name; raise OperationError if there is none of that name."""
    if name not in OPERATIONS:
        raise OperationError(
            N_("There is no operation {received}. There are: {names}."),
            received=repr(name),
            names=", ".join(OPERATIONS),
        )
    return OPERATIONS[name]


def step(operation: str, **values: Value) -> Step:
    """Return a step with the given values, and the defaults for the others.

    Raises
    ------
    OperationError
        If there is no such operation, or a value is not in its range.

    Examples
    --------
    >>> step("rotate", angle=30).named
    {'angle': 30.0, 'grow': False}
    """
    return Step(
        operation,
        tuple(
            parameter.checked(values.get(parameter.name, parameter.default))
            for parameter in known(operation).parameters
        ),
    )


@dataclass(frozen=True, eq=False)
class Result:
    """A picture in the pipeline.

    Attributes
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8, float64 or bool
        Sessions share it, so nobody writes into it. (It is not marked read-only because the
        compiled part of scikit-image refuses such arrays.)
    code : tuple of str
        The statements that made it, as `image`, from the picture before, `image` too. Empty for
        the first picture.
    """

    picture: Array
    code: tuple[str, ...] = ()

    @cached_property
    def least(self) -> float:
        """Return the least value; False counts as 0."""
        return float(self.picture.min())

    @cached_property
    def greatest(self) -> float:
        """Return the greatest value; True counts as 1."""
        return float(self.picture.max())

    @cached_property
    def histogram(self) -> tuple[npt.NDArray[np.float64], list[npt.NDArray[np.int64]]]:
        """Return the borders of the bars, and how many pixels are in each, a series per channel.

        From 0 to 256 for uint8; otherwise from 0 to 1, or as far as the values go.
        """
        counted = self.picture.astype(np.uint8) if self.picture.dtype == bool else self.picture
        if self.picture.dtype == np.uint8:
            low, high = 0.0, 256.0
        else:
            low, high = min(self.least, 0.0), max(self.greatest, 1.0)
        channels = np.moveaxis(counted, -1, 0) if counted.ndim == 3 else counted[np.newaxis]
        series = [np.histogram(channel, BINS, (low, high))[0] for channel in channels]
        return np.linspace(low, high, BINS + 1), series


class Cache:
    """Results by what they were made from; the ones used longest ago go when there are too many.

    Sessions share one, so it may be used from several threads at once.

    Parameters
    ----------
    most_bytes : int
        How much memory the pictures may take altogether.
    """

    def __init__(self, most_bytes: int = CACHE_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[object, Result] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: object, make: Callable[[], Result]) -> Result:
        """Return the result that is kept under `key`, or make it and keep it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self.bytes += made.picture.nbytes
            while self.bytes > self.most_bytes:
                _, dropped = self._kept.popitem(last=False)
                self.bytes -= dropped.picture.nbytes
        return made


_SHARED = Cache()


class Run:
    """A picture on its way through a pipeline.

    Parameters
    ----------
    picture : ndarray of shape (H, W) or (H, W, 3), uint8
    cache : Cache

    Attributes
    ----------
    results : list of Result
        The picture itself, then what each step made.
    steps : list of Step
        The steps that have been done.

    Examples
    --------
    >>> white = Run(np.full((4, 6), 255, np.uint8))
    >>> white.do(step("resize", scale=0.5)).picture.shape
    (2, 3)
    """

    def __init__(self, picture: Array, cache: Cache = _SHARED) -> None:
        self.results = [Result(picture)]
        self.steps: list[Step] = []
        self._made_from = digest(picture)
        self._cache = cache

    def do(self, following: Step) -> Result:
        """Do one more step, or take it from the cache.

        Raises
        ------
        OperationError
            If it is impossible on this picture.
        """
        before = self.results[-1].picture
        done = (*self.steps, following)
        result = self._cache.get((self._made_from, done), lambda: _done(before, following))
        self.results.append(result)
        self.steps.append(following)
        return result


def run(picture: Array, steps: Sequence[Step], cache: Cache = _SHARED) -> Run:
    """Do the steps one after the other; raise OperationError at the first impossible one."""
    whole = Run(picture, cache)
    for following in steps:
        whole.do(following)
    return whole


def digest(picture: Array) -> bytes:
    """Return what tells a picture from every other one.

    The digest of a picture that may not be written into is kept as long as the picture is.
    """
    known = _DIGESTS.get(id(picture))
    if known is not None and known[0]() is picture:
        return known[1]
    content = blake2b(np.ascontiguousarray(picture).data, digest_size=16)
    content.update(f"{picture.dtype}{picture.shape}".encode())
    if not picture.flags.writeable:
        number = id(picture)
        gone = weakref.ref(picture, lambda _: _DIGESTS.pop(number, None))
        _DIGESTS[number] = (gone, content.digest())
    return content.digest()


_DIGESTS: dict[int, tuple[weakref.ref[Array], bytes]] = {}


def _done(picture: Array, following: Step) -> Result:
    """Do one step."""
    operation = OPERATIONS[following.operation]
    code = []
    needed = preparation(operation, picture)
    if needed:
        prepare, expression = needed
        picture = prepare(picture)
        code.append(f"image = {expression}")
    code.append(_statement(operation.code(picture, **following.named)))
    made = operation.run(picture, **following.named)
    if made.base is not None:
        made = made.copy()  # a view would keep the whole of another picture in memory
    return Result(made, tuple(code))


def _statement(code: str) -> str:
    return code if "image = " in code else f"image = {code}"
