"""Pictures from outside, made safe and brought to one convention.

Inside the lab a picture is an ndarray of uint8, of shape (H, W) when it is grey and (H, W, 3) when
it is in colour (red, green, blue); 0 is black and 255 is full brightness.
"""

import io
import math
import struct

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from lib.errors import PictureError
from lib.messages import N_

Picture = npt.NDArray[np.uint8]

LARGEST_FILE = 20_000_000  # bytes
LONGEST_SIDE = 12_000  # pixels
MOST_PIXELS = 50_000_000

# The classes themselves instead of `Image.open`: nothing else can be opened by mistake, and the
# size is known before Pillow's own limit (a setting of the whole process) has its say.
_READERS: dict[str, type[ImageFile.ImageFile]] = {
    "PNG": PngImageFile,
    "JPEG": JpegImageFile,
    "WebP": WebPImageFile,
    "BMP": BmpImageFile,
}

# (offset, bytes found there, kind): enough to read the four kinds and to name the common others.
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (8, b"WEBP", "WebP"),
    (0, b"BM", "BMP"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"%PDF-", "PDF"),
    (0, b"8BPS", "PSD"),
    (0, b"\0\0\1\0", "ICO"),
    (4, b"ftypavi", "AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (0, b"<svg", "SVG"),
)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_GREY_MODES = {"1", "L", "LA", "F"}

# Rec. 709 luminance, in ten-thousandths, as skimage.color.rgb2gray has them.
_GREY_WEIGHTS = (2125, 7154, 721)


def decode(data: bytes, name: str) -> Picture:
    """Decode a picture file.

    Parameters
    ----------
    data : bytes
        A PNG, JPEG, WebP or BMP file. What the file is called does not matter.
    name : str
        What to call the file in an error.

    Returns
    -------
    ndarray of shape (H, W) or (H, W, 3), uint8
        Turned upright as its EXIF orientation says; transparent parts lie on white; of an animation
        the first frame. Grey values of 16 bits are divided by 257 and rounded; colours of 16 bits
        keep their upper byte.

    Raises
    ------
    PictureError
        If the file is of another kind, damaged, or too large: over 20 MB, over 12 000 pixels on a
        side or over 50 million pixels altogether. The size is checked before pixels are decoded.

    Examples
    --------
    >>> decode(to_png(np.array([[0, 255]], np.uint8)), "two pixels.png")
    array([[  0, 255]], dtype=uint8)
    """
    _check_file_size(data, name)
    kind = _kind(data)
    if kind not in _READERS:
        raise _unreadable(kind, name)
    try:
        return _decode(kind, data, name)
    except PictureError:
        raise
    except Exception as error:  # Pillow raises a dozen different types for broken files
        reason = error
    raise _broken(kind, data, reason, name)


def from_array(array: npt.NDArray[np.uint8]) -> Picture:
    """Bring an array, for example from a drawing canvas, to the lab's convention.

    Parameters
    ----------
    array : ndarray of uint8
        Of shape (H, W), (H, W, 1), (H, W, 3), or (H, W, 4) with opacity last.

    Returns
    -------
    ndarray of shape (H, W) or (H, W, 3), uint8
        Transparent parts lie on white.

    Raises
    ------
    PictureError
        If the array has another shape or type, or no pixels.

    Examples
    --------
    Black ink, a fifth of it opaque, on white:

    >>> from_array(np.array([[[0, 0, 0, 51]]], np.uint8))
    array([[[204, 204, 204]]], dtype=uint8)
    """
    channels = array.shape[2] if array.ndim == 3 else 1
    fits = array.ndim in (2, 3) and channels in (1, 3, 4) and array.size > 0
    if array.dtype != np.uint8 or not fits:
        raise PictureError(
            N_(
                "A picture is an array of uint8 with the shape (H, W), (H, W, 3) or (H, W, 4) and "
                "at least one pixel; this one is of {dtype} and has the shape {shape}."
            ),
            dtype=str(array.dtype),
            shape=array.shape,
        )
    if channels == 4:
        return _convention(Image.fromarray(np.ascontiguousarray(array)))
    return array[..., 0] if array.ndim == 3 and channels == 1 else array


def to_grey(image: Picture) -> Picture:
    """Return the brightness of every pixel, as `skimage.color.rgb2gray` weighs the colours.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8

    Returns
    -------
    ndarray of shape (H, W), uint8
        0.2125 R + 0.7154 G + 0.0721 B, halves rounded up. A grey picture is returned as it is.

    References
    ----------
    ITU-R BT.709: the eye is most sensitive to green and least to blue.

    Examples
    --------
    >>> to_grey(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8))
    array([[ 54, 182,  18]], dtype=uint8)
    """
    if image.ndim == 2:
        return image
    total = np.full(image.shape[:2], 5_000, np.uint32)  # half of 10 000, for the rounding
    for channel, weight in enumerate(_GREY_WEIGHTS):
        total += image[..., channel] * np.uint32(weight)
    return (total // 10_000).astype(np.uint8)


def to_png(image: Picture) -> bytes:
    """Encode a picture, without loss.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8

    Returns
    -------
    bytes
        A PNG file; `decode` gives the same array back.
    """
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image)).save(buffer, "PNG")
    return buffer.getvalue()


def enlarged(image: Picture, side: int) -> Picture:
    """Repeat pixels until the longer side is at least `side`, so that each shows as a square.

    A browser blurs a small picture that it is told to show large. A large one comes back as it is.

    >>> enlarged(np.array([[1, 2]], np.uint8), 4)
    array([[1, 1, 2, 2],
           [1, 1, 2, 2]], dtype=uint8)
    """
    factor = -(-side // max(image.shape[:2]))
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def _check_file_size(data: bytes, name: str) -> None:
    if not data:
        raise PictureError(N_("{name} is empty. Choose another picture."), name=name)
    if len(data) > LARGEST_FILE:
        raise PictureError(
            N_(
                "{name} has {size} MB; at most {limit} MB can be read. Make the picture smaller "
                "and choose it again."
            ),
            name=name,
            size=math.ceil(len(data) / 100_000) / 10,
            limit=LARGEST_FILE // 1_000_000,
        )


def _check_sides(width: int, height: int, name: str) -> None:
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureError(
            N_(
                "{name} is {width} × {height} pixels large; at most {side} pixels a side and "
                "{millions} million pixels altogether can be read. Make the picture smaller and "
                "choose it again."
            ),
            name=name,
            width=width,
            height=height,
            side=LONGEST_SIDE,
            millions=MOST_PIXELS // 1_000_000,
        )


def _kind(data: bytes) -> str:
    """Return what the first bytes say the file is, or "" if they say nothing."""
    for offset, signature, kind in _SIGNATURES:
        if data.startswith(signature, offset):
            return kind
    return ""


def _unreadable(kind: str, name: str) -> PictureError:
    if kind:
        return PictureError(
            N_(
                "{name} is in the format {kind}, which cannot be read here. Save it as PNG and "
                "choose it again."
            ),
            name=name,
            kind=kind,
        )
    return PictureError(
        N_("{name} is not a picture that can be read. Choose a PNG, JPEG, WebP or BMP file."),
        name=name,
    )


def _broken(kind: str, data: bytes, reason: Exception, name: str) -> PictureError:
    if "truncated" in str(reason).lower() or _ends_early(kind, data):
        return PictureError(
            N_("{name} ends too early: a part of the file is missing. Save or download it again."),
            name=name,
        )
    return PictureError(
        N_("{name} is damaged and cannot be read. Save or download it again."), name=name
    )


def _ends_early(kind: str, data: bytes) -> bool:
    """Tell whether a file that could not be decoded is shorter than it says itself."""
    if kind == "PNG":
        return b"IEND" not in data[-12:]
    if kind == "JPEG":
        return b"\xff\xd9" not in data[-64:]  # some cameras write a few bytes after the end marker
    # A RIFF size does not count the eight bytes before what it measures; a BMP size counts all.
    offset, uncounted = (4, 8) if kind == "WebP" else (2, 0)
    if len(data) < offset + 4:
        return True
    return bool(struct.unpack_from("<I", data, offset)[0] + uncounted > len(data))


def _decode(kind: str, data: bytes, name: str) -> Picture:
    if kind == "WebP":  # its reader makes room for the pixels as soon as it is opened
        _check_sides(*_webp_size(data), name)
    with _READERS[kind](io.BytesIO(data)) as image:
        _check_sides(*image.size, name)
        grey = (
            kind == "PNG" and data[24:26] == b"\x10\x04"
        )  # Pillow gives 16-bit grey+alpha as RGBA
        image.load()
        upright = _turned_upright(image)
        return _convention(upright.convert("LA") if grey else upright)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the width and height in pixels from the first chunk of a WebP file.

    References
    ----------
    RFC 9649, sections 2.5 to 2.7.
    """
    chunk = data[12:16]
    if chunk == b"VP8X":  # two numbers of 24 bits, less one
        low = struct.unpack_from("<HBHB", data, 24)
        return 1 + low[0] + (low[1] << 16), 1 + low[2] + (low[3] << 16)
    if chunk == b"VP8L":  # two numbers of 14 bits, less one
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _turned_upright(image: Image.Image) -> Image.Image:
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # a picture with unreadable EXIF data is still a picture
        orientation = None
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def _convention(image: Image.Image) -> Picture:
    if image.mode.startswith("I"):
        return _from_16_bits(image)
    mode = "L" if image.mode in _GREY_MODES else "RGB"
    if image.has_transparency_data:
        image = _on_white(image, mode)
    return np.array(image.convert(mode), np.uint8)


def _from_16_bits(image: Image.Image) -> Picture:
    """Scale 0 … 65 535 to 0 … 255; a colour key, if there is one, becomes white."""
    table = ((np.arange(65_536) + 128) // 257).astype(np.uint8)
    key = image.info.get("transparency")
    if key is not None:
        table[key] = 255
    scaled: Picture = table[np.clip(np.asarray(image), 0, 65_535)]
    return scaled


def _on_white(image: Image.Image, mode: str) -> Image.Image:
    layered = image.convert(mode + "A")
    white = Image.new(mode, image.size, "white")
    white.paste(layered.convert(mode), mask=layered.getchannel("A"))
    return white
