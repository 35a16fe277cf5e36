import io
import struct
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageCms
from skimage.color import rgb2gray

from lib import pictures
from lib.errors import PictureError
from lib.pictures import decode, from_array, to_grey, to_png
from tests import samples
from tests.samples import encoded

COLOURS = Image.fromarray(samples.colours())
WHOLE = {
    "PNG": encoded(COLOURS, "PNG"),
    "JPEG": encoded(COLOURS, "JPEG"),
    "WebP": encoded(COLOURS, "WEBP"),
    "lossless WebP": encoded(COLOURS, "WEBP", lossless=True),
    "WebP with transparency": encoded(COLOURS.convert("RGBA"), "WEBP", exif=b"Exif\0\0"),
    "BMP": encoded(COLOURS, "BMP"),
}


def over_white(value: int, opacity: int) -> int:
    """The nearest whole number to `value` seen through `opacity` on white."""
    return round((value * opacity + 255 * (255 - opacity)) / 255)


def assert_convention(picture: np.ndarray) -> None:
    assert picture.dtype == np.uint8
    assert picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] == 3)
    assert picture.size > 0


@pytest.mark.parametrize("kind", ["PNG", "lossless WebP", "BMP"])
def test_lossless_kinds_come_back_exactly(kind):
    assert np.array_equal(decode(WHOLE[kind], "x"), samples.colours())


@pytest.mark.parametrize("kind", ["JPEG", "WebP"])
def test_lossy_kinds_come_back_nearly(kind):
    difference = decode(WHOLE[kind], "x").astype(int) - samples.colours()
    assert np.abs(difference).mean() < 12


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param(Image.new("L", (2, 3), 7), np.full((3, 2), 7), id="grey"),
        pytest.param(Image.new("1", (3, 2), 1), np.full((2, 3), 255), id="one bit"),
        pytest.param(Image.new("LA", (1, 1), (9, 255)), [[9]], id="grey, opaque"),
        pytest.param(Image.new("LA", (1, 1), (0, 51)), [[204]], id="grey, a fifth opaque"),
        pytest.param(Image.new("RGBA", (1, 1), (0, 9, 255, 0)), [[[255] * 3]], id="transparent"),
        pytest.param(Image.new("RGB", (1, 1), (1, 2, 3)).quantize(2), [[[1, 2, 3]]], id="palette"),
    ],
)
def test_modes(image, expected):
    picture = decode(encoded(image, "PNG"), "x")
    assert_convention(picture)
    assert np.array_equal(picture, expected)


def test_sixteen_bits_are_scaled_not_clipped():
    values = np.array([[0, 128, 129, 256], [257, 32_896, 65_406, 65_535]])
    picture = decode(samples.grey16_png(values), "x")
    assert picture.tolist() == [[round(value / 257) for value in row] for row in values.tolist()]


def test_sixteen_bit_ramp_becomes_the_eight_bit_ramp():
    assert decode(samples.grey16_png(), "x").ravel().tolist() == list(range(256))


def test_sixteen_bits_with_a_transparent_value():
    rows = b"\0" + struct.pack(">HH", 257, 514)
    key = samples.png_chunk(b"tRNS", struct.pack(">H", 514))
    data = samples.handmade_png(2, 1, bits=16, colour=0, rows=rows, extra=key)
    assert decode(data, "x").tolist() == [[1, 255]]


def test_sixteen_bits_grey_with_opacity_stay_grey():
    rows = b"\0" + struct.pack(">4H", 0x0900, 0xFFFF, 0x0900, 0)
    data = samples.handmade_png(2, 1, bits=16, colour=4, rows=rows)
    assert decode(data, "x").tolist() == [[9, 255]]


def test_eight_bits_with_a_transparent_colour():
    image = Image.new("RGB", (2, 1), (1, 2, 3))
    image.putpixel((1, 0), (4, 5, 6))
    picture = decode(encoded(image, "PNG", transparency=(4, 5, 6)), "x")
    assert picture.tolist() == [[[1, 2, 3], [255, 255, 255]]]


def test_palette_with_transparency():
    image = Image.new("P", (2, 1))
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.putpixel((1, 0), 1)
    picture = decode(encoded(image, "PNG", transparency=bytes([255, 0])), "x")
    assert picture.tolist() == [[[200, 0, 0], [255, 255, 255]]]


def test_transparent_half_is_white():
    picture = decode(samples.transparent_png(), "x")
    assert (picture[:, :4] == [255, 0, 0]).all()
    assert (picture[:, 4:] == 255).all()


def test_single_pixel():
    assert decode(samples.one_pixel_png(), "x").tolist() == [[[255, 0, 0]]]


def test_printers_colours_become_screen_colours():
    picture = decode(samples.cmyk_jpeg(), "x")
    assert np.abs(picture.astype(int) - [0, 255, 0]).max() <= 2


def test_colour_profile_is_ignored():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(COLOURS, "PNG", icc_profile=profile)
    assert np.array_equal(decode(data, "x"), samples.colours())


# Where the top left corner and its right neighbour of a stored [[1, 2], [3, 4]] belong.
@pytest.mark.parametrize(
    ("orientation", "upright"),
    [
        (1, [[1, 2], [3, 4]]),
        (2, [[2, 1], [4, 3]]),
        (3, [[4, 3], [2, 1]]),
        (4, [[3, 4], [1, 2]]),
        (5, [[1, 3], [2, 4]]),
        (6, [[3, 1], [4, 2]]),
        (7, [[4, 2], [3, 1]]),
        (8, [[2, 4], [1, 3]]),
        (9, [[1, 2], [3, 4]]),
    ],
)
def test_orientation(orientation, upright):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.array([[1, 2], [3, 4]], np.uint8))
    assert decode(encoded(stored, "PNG", exif=exif.tobytes()), "x").tolist() == upright


def test_unreadable_orientation_leaves_the_picture():
    data = encoded(COLOURS, "PNG", exif=b"Exif\0\0MM\0*\xff\xff")
    assert np.array_equal(decode(data, "x"), samples.colours())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animation_gives_its_first_frame(kind):
    frames = [Image.new("RGB", (4, 4), shade) for shade in ("red", "blue")]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
    assert (decode(data, "x") == [255, 0, 0]).all()


NOT_A_PICTURE = "x is not a picture that can be read. Choose a PNG, JPEG, WebP or BMP file."
ENDS_EARLY = "x ends too early: a part of the file is missing. Save or download it again."
TOO_LARGE = (
    "x has 20.1 MB; at most 20 MB can be read. Make the picture smaller and choose it again."
)
DAMAGED = "x is damaged and cannot be read. Save or download it again."


def other_kind(kind: str) -> str:
    return (
        f"x is in the format {kind}, which cannot be read here. Save it as PNG and choose it again."
    )


def too_many_pixels(width: int, height: int) -> str:
    return (
        f"x is {width} × {height} pixels large; at most 12000 pixels a side and 50 million pixels "
        "altogether can be read. Make the picture smaller and choose it again."
    )


def blank_png(width: int, height: int) -> bytes:
    """The start of a PNG that says it is of this size."""
    return samples.handmade_png(width, height, bits=8, colour=2, rows=b"")


def webp_header(chunk: bytes, size: bytes, offset: int) -> bytes:
    """The start of a WebP file whose first chunk says its size at `offset`."""
    data = bytearray(b"RIFF\x40\0\0\0WEBP" + chunk + bytes(56))
    data[offset : offset + len(size)] = size
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "x is empty. Choose another picture.", id="empty"),
        pytest.param(samples.text_renamed_png(), NOT_A_PICTURE, id="text"),
        pytest.param(samples.animated_gif(), other_kind("GIF"), id="GIF"),
        pytest.param(encoded(COLOURS, "TIFF"), other_kind("TIFF"), id="TIFF"),
        pytest.param(encoded(COLOURS, "PDF"), other_kind("PDF"), id="PDF"),
        pytest.param(encoded(COLOURS, "ICO"), other_kind("ICO"), id="ICO"),
        pytest.param(encoded(COLOURS, "AVIF"), other_kind("AVIF"), id="AVIF"),
        pytest.param(b"\0\0\0\x18ftypheic", other_kind("HEIC"), id="HEIC"),
        pytest.param(b"<svg xmlns=''/>", other_kind("SVG"), id="SVG"),
        pytest.param(samples.truncated_jpeg(), ENDS_EARLY, id="half a JPEG"),
        pytest.param(WHOLE["PNG"][:60], ENDS_EARLY, id="part of a PNG"),
        pytest.param(WHOLE["WebP"][:60], ENDS_EARLY, id="part of a WebP"),
        pytest.param(WHOLE["BMP"][:60], ENDS_EARLY, id="part of a BMP"),
        pytest.param(b"BM", ENDS_EARLY, id="two bytes of a BMP"),
        pytest.param(
            samples.handmade_png(4, 4, bits=8, colour=9, rows=bytes(20)), DAMAGED, id="damaged PNG"
        ),
        pytest.param(b"\0" + bytes(20_000_000), TOO_LARGE, id="file too large"),
        pytest.param(samples.huge_png(), too_many_pixels(30_000, 30_000), id="huge PNG"),
        pytest.param(blank_png(12_001, 1), too_many_pixels(12_001, 1), id="side too long"),
        pytest.param(blank_png(8_000, 6_251), too_many_pixels(8_000, 6_251), id="over 50 million"),
        pytest.param(
            webp_header(b"VP8X", b"\x01\x00\x01\x02\x00\x00", 24),
            too_many_pixels(65_538, 3),
            id="huge extended WebP",
        ),
        pytest.param(
            webp_header(b"VP8L", struct.pack("<I", 9_999 | 5_999 << 14), 21),
            too_many_pixels(10_000, 6_000),
            id="huge lossless WebP",
        ),
        pytest.param(
            webp_header(b"VP8 ", struct.pack("<HH", 16_383, 1), 26),
            too_many_pixels(16_383, 1),
            id="huge lossy WebP",
        ),
    ],
)
def test_refused(data, text):
    with pytest.raises(PictureError) as caught:
        decode(data, "x")
    assert str(caught.value) == text
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_huge_picture_is_refused_before_it_is_decoded():
    data = samples.huge_png()
    assert len(data) < 200_000
    start = time.perf_counter()
    with pytest.raises(PictureError):
        decode(data, "x")
    assert time.perf_counter() - start < 0.2  # its 900 million pixels take seconds


def test_limits_are_inclusive():
    with pytest.raises(PictureError) as caught:
        decode(blank_png(10_000, 5_000), "x")
    assert "pixels large" not in str(caught.value)  # it has no pixels, but its size is fine


def test_own_settings_of_pillow_stay():
    before = (Image.MAX_IMAGE_PIXELS, warnings.filters[:])
    for data in (samples.huge_png(), samples.truncated_jpeg()):
        with pytest.raises(PictureError):
            decode(data, "x")
    assert before == (Image.MAX_IMAGE_PIXELS, warnings.filters[:])


@pytest.mark.parametrize("kind", WHOLE)
def test_cut_anywhere(kind):
    whole = WHOLE[kind]
    for length in range(12, len(whole)):
        try:
            assert_convention(decode(whole[:length], "x"))
        except PictureError as error:
            assert str(error) == ENDS_EARLY  # noqa: PT017 - some cuts leave all the pixels


@given(st.binary(max_size=200))
def test_random_bytes(data):
    with pytest.raises(PictureError):
        decode(data, "x")


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
)
def test_corrupted_files(kind, changes):
    data = bytearray(WHOLE[kind])
    for place, value in changes:
        data[int(place * len(data))] = value
    try:
        picture = decode(bytes(data), "x")
    except PictureError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
    else:
        assert_convention(picture)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 15), st.integers(0, 7), st.integers(0, 300), st.binary(max_size=60))
def test_png_of_any_kind(bits, colour, side, rows):
    data = samples.handmade_png(side, 3, bits=bits, colour=colour, rows=rows)
    try:
        assert_convention(decode(data, "x"))
    except PictureError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


@given(arrays(np.uint8, (3, 5, 4)))
def test_canvas_is_composited_onto_white(array):
    picture = from_array(array)
    for row, column, channel in np.ndindex(3, 5, 3):
        expected = over_white(int(array[row, column, channel]), int(array[row, column, 3]))
        assert picture[row, column, channel] == expected


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3), (1, 1)], ids=str)
def test_arrays_in_the_convention_stay(shape):
    array = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    assert np.array_equal(from_array(array), array)


def test_single_channel_loses_its_axis():
    assert from_array(np.full((4, 5, 1), 3, np.uint8)).shape == (4, 5)


@pytest.mark.parametrize(
    ("array", "received"),
    [
        (np.zeros((2, 2)), "of float64 and has the shape (2, 2)"),
        (np.zeros(4, np.uint8), "of uint8 and has the shape (4,)"),
        (np.zeros((2, 2, 2), np.uint8), "of uint8 and has the shape (2, 2, 2)"),
        (np.zeros((0, 2), np.uint8), "of uint8 and has the shape (0, 2)"),
    ],
    ids=["floats", "one axis", "two channels", "no pixels"],
)
def test_other_arrays_are_refused(array, received):
    with pytest.raises(PictureError) as caught:
        from_array(array)
    assert str(caught.value) == (
        "A picture is an array of uint8 with the shape (H, W), (H, W, 3) or (H, W, 4) and at least "
        f"one pixel; this one is {received}."
    )


@given(arrays(np.uint8, (4, 4, 3)))
def test_grey_is_what_skimage_says(image):
    exact = rgb2gray(image) * 255
    assert np.abs(to_grey(image) - exact).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("value", [0, 1, 127, 254, 255])
def test_grey_of_grey_is_itself(value):
    assert (to_grey(np.full((2, 2, 3), value, np.uint8)) == value).all()
    assert (to_grey(np.full((2, 2), value, np.uint8)) == value).all()


@given(st.sampled_from([(3, 4), (3, 4, 3), (1, 1)]).flatmap(lambda shape: arrays(np.uint8, shape)))
def test_png_round_trip(image):
    assert np.array_equal(decode(to_png(image), "x"), image)


def test_png_of_a_view():
    image = samples.colours()[::2, ::-1]
    assert np.array_equal(decode(to_png(image), "x"), image)


def test_wide_integers_are_clipped_to_sixteen_bits():
    image = Image.fromarray(np.array([[-5, 257, 70_000]], np.int32))
    assert pictures._convention(image).tolist() == [[0, 1, 255]]


def test_file_object_is_not_needed_afterwards():
    picture = decode(WHOLE["PNG"], "x")
    picture[0, 0] = 1  # its own memory, free to write
    assert np.array_equal(np.array(Image.open(io.BytesIO(WHOLE["PNG"]))), samples.colours())
