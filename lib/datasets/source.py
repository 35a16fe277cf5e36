"""Archives of arrays on disk, checked before they are read."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.errors import DataError
from lib.messages import N_

FOLDER = Path(__file__).parents[2] / "assets" / "data"

Arrays = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
Reader = Callable[[str], Arrays]
"""From "train" or "test" to images, uint8 (N, H, W, C), and labels, int64 (N,)."""


@dataclass(frozen=True)
class Archive:
    """An npz file with the members `{part}_images` and `{part}_labels`; a `Reader`.

    Attributes
    ----------
    file : str
        Its name in `FOLDER`.
    sha256 : str
        Of the whole file, in hexadecimal.
    """

    file: str
    sha256: str

    def __call__(self, part: str) -> Arrays:
        """Read one part and leave the other compressed.

        Raises
        ------
        DataError
            If the file is missing, or its checksum is not the one expected.
        """
        path = FOLDER / self.file
        self._verify(path)
        with np.load(path, allow_pickle=False) as members:
            images: npt.NDArray[np.uint8] = members[f"{part}_images"]
            labels: npt.NDArray[Any] = members[f"{part}_labels"]
        # A picture of one channel is stored without it.
        return images.reshape(*images.shape[:3], -1), labels.astype(np.int64)

    def _verify(self, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                received = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise DataError(
                N_(
                    "The data file {file} is missing or cannot be opened. Fetch it again: git "
                    "checkout -- assets/data/{file}"
                ),
                file=self.file,
            ) from error
        if received != self.sha256:
            raise DataError(
                N_(
                    "The data file {file} is damaged: its SHA-256 should start with {expected} but "
                    "starts with {received}. Fetch it again: git checkout -- assets/data/{file}"
                ),
                file=self.file,
                expected=self.sha256[:12],
                received=received[:12],
            )
