"""Files that a student might choose, good and bad, made from nothing."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Array = npt.NDArray[Any]

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the file of `kind` that Pillow makes of `image`."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG file: length, kind, content, checksum."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def handmade_png(
    width: int, height: int, *, bits: int, colour: int, rows: bytes, extra: bytes = b""
) -> bytes:
    """Return a PNG file; `rows` are the packed pixels with a filter byte before each row."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"".join(
        [
            PNG_SIGNATURE,
            png_chunk(b"IHDR", header),
            extra,
            png_chunk(b"IDAT", zlib.compress(rows)),
            png_chunk(b"IEND", b""),
        ]
    )


def colours() -> Array:
    """Return a picture of shape (12, 16, 3), uint8, in which no two neighbours are alike."""
    rows, columns = np.mgrid[:12, :16]
    return np.stack([rows * 20, columns * 15, (rows + columns) * 9], axis=-1).astype(np.uint8)


def text_renamed_png() -> bytes:
    """Return a letter; the student has called it picture.png."""
    return b"Dear teacher,\nmy digit is attached.\n"


def huge_png(side: int = 30_000) -> bytes:
    """Return a whole and valid PNG of side × side black pixels, one bit each, about 110 kB."""
    return handmade_png(side, side, bits=1, colour=0, rows=bytes(side * (1 + (side + 7) // 8)))


def truncated_jpeg() -> bytes:
    """Return the first half of a JPEG."""
    whole = encoded(Image.fromarray(colours()), "JPEG")
    return whole[: len(whole) // 2]


def animated_gif() -> bytes:
    """Return a GIF of three frames."""
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 128, 255)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def grey16_png(values: Array | None = None) -> bytes:
    """Return a 16-bit grey PNG of `values`, uint16 (H, W); a ramp of 16 × 16 by default."""
    if values is None:
        values = np.arange(256).reshape(16, 16) * 257
    height, width = values.shape
    rows = b"".join(b"\0" + row.tobytes() for row in values.astype(">u2"))
    return handmade_png(width, height, bits=16, colour=0, rows=rows)


def cmyk_jpeg() -> bytes:
    """Return a JPEG of 16 × 16 pixels in the printer's colours: cyan and yellow, so green."""
    return encoded(Image.new("CMYK", (16, 16), (255, 0, 255, 0)), "JPEG", quality=95)


def transparent_png() -> bytes:
    """Return a PNG of 8 × 8 pixels: the left half red, the right half fully transparent black."""
    pixels = np.zeros((8, 8, 4), np.uint8)
    pixels[:, :4] = [255, 0, 0, 255]
    return encoded(Image.fromarray(pixels), "PNG")


def one_pixel_png() -> bytes:
    """Return a PNG of a single red pixel."""
    return encoded(Image.new("RGB", (1, 1), "red"), "PNG")
