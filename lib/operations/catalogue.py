"""The catalogue: every operation with its parameters, what it does, and the code that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from lib.kernels import KERNELS, Weights
from lib.messages import N_
from lib.operations import functions
from lib.operations.functions import Array, per_channel
from lib.operations.parameters import Choice, Number, Parameter, Switch, Table, shortest

Need: TypeAlias = Literal["anything", "numbers", "floats", "grey"]


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes
    ----------
    name : str
        For code and links.
    title : str
        For the reader, to be translated.
    group : str
        A key of `GROUPS`.
    need : str
        What it is given: "anything" as it is; "numbers", so that false and true become 0.0 and 1.0;
        "floats" from 0 to 1; or "grey" floats.
    parameters : tuple of Parameter
        In the order of a link.
    run : callable
        Takes the picture and the parameters by name, returns the new picture.
    code : callable
        Takes the same, returns an expression in which the picture is called `image`, or statements
        after which it is the new one.
    """

    name: str
    title: str
    group: str
    need: Need
    run: Callable[..., Array]
    code: Callable[..., str]
    parameters: tuple[Parameter, ...] = ()


GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "numbers": N_("Numbers"),
        "shape": N_("Size and position"),
        "light": N_("Light"),
        "noise": N_("Noise and blur"),
        "edges": N_("Edges and kernels"),
    }
)

_DIRECTIONS = {"horizontal": N_("horizontal"), "vertical": N_("vertical")}
_EDGES = {**_DIRECTIONS, "both": N_("both")}


def preparation(operation: Operation, image: Array) -> tuple[Callable[[Array], Array], str] | None:
    """Return what has to happen to a picture first, with its code; None if nothing has to."""
    kind = image.dtype.kind
    if operation.need == "grey" and image.ndim == 3:
        return functions.to_grey, "color.rgb2gray(image)"
    if operation.need in ("grey", "floats") and kind != "f":
        return functions.to_float, "util.img_as_float(image)"
    if operation.need == "numbers" and kind == "b":
        return functions.to_float, "util.img_as_float(image)"
    return None


def _axis(image: Array) -> str:
    return ", channel_axis=-1" if image.ndim == 3 else ""


def _to_float_code(image: Array) -> str:
    return "util.img_as_float(image)"


def _to_bytes_code(image: Array) -> str:
    if image.dtype.kind == "f":
        return "util.img_as_ubyte(np.clip(image, 0, 1))"
    return "util.img_as_ubyte(image)"


def _grey_code(image: Array) -> str:
    return "color.rgb2gray(image)" if image.ndim == 3 else "util.img_as_float(image)"


def _resize_code(image: Array, scale: float, smooth: bool) -> str:
    shape = functions.scaled(image, scale)
    return f"transform.resize(image, {shape}, anti_aliasing={smooth})"


def _crop_code(image: Array, **share: float) -> str:
    top, bottom, left, right = functions.box(image, **share)
    return f"image[{top}:{bottom}, {left}:{right}]"


def _flip_code(image: Array, direction: str) -> str:
    return "np.fliplr(image)" if direction == "horizontal" else "np.flipud(image)"


def _rotate_code(image: Array, angle: float, grow: bool) -> str:
    return f"transform.rotate(image, {shortest(angle)}, resize={grow})"


def _brightness_code(image: Array, amount: float) -> str:
    sign = "-" if amount < 0 else "+"
    return f"np.clip(image {sign} {shortest(abs(amount))}, 0, 1)"


def _contrast_code(image: Array, factor: float) -> str:
    return f"np.clip((image - 0.5) * {shortest(factor)} + 0.5, 0, 1)"


def _gamma_code(image: Array, gamma: float) -> str:
    return f"exposure.adjust_gamma(image, {shortest(gamma)})"


def _threshold_code(image: Array, method: str, value: float) -> str:
    if method == "otsu":
        return "image > filters.threshold_otsu(image)"
    return f"image > {shortest(value)}"


def _noise_code(image: Array, kind: str, strength: float, seed: int) -> str:
    how = (
        f'mode="gaussian", var={shortest(strength)}**2'
        if kind == "gaussian"
        else f'mode="s&p", amount={shortest(strength)}'
    )
    return f"util.random_noise(image, {how}, rng={seed})"


def _mean_code(image: Array, size: int) -> str:
    return f"ndi.uniform_filter(image, {per_channel(size, size, image)})"


def _gaussian_code(image: Array, sigma: float) -> str:
    return f"filters.gaussian(image, {shortest(sigma)}{_axis(image)})"


def _median_code(image: Array, size: int) -> str:
    return f"filters.median(image, np.ones({per_channel(size, size, image)}))"


def _sharpen_code(image: Array, radius: float, amount: float) -> str:
    numbers = f"{shortest(radius)}, {shortest(amount)}"
    colours = ", channel_axis=2" if image.ndim == 3 else ""
    return f"filters.unsharp_mask(image, {numbers}{colours})"


def _canny_code(image: Array, sigma: float, low: float, high: float) -> str:
    return f"feature.canny(image, {', '.join(map(shortest, (sigma, low, high)))})"


def _laplace_code(image: Array) -> str:
    return "filters.laplace(image)"


def _kernel_code(image: Array, weights: Weights) -> str:
    rows = ",\n".join(f"    [{', '.join(map(_exact, row))}]" for row in weights)
    table = "weights[..., np.newaxis]" if image.ndim == 3 else "weights"
    return f"weights = np.array([\n{rows},\n])\nimage = ndi.correlate(image, {table})"


def _exact(weight: float) -> str:
    """Write a weight so that Python reads the same number."""
    return repr(int(weight) if weight.is_integer() else weight)


def _blur_code(image: Array, weights: str) -> str:
    return _kernel_code(image, KERNELS[f"blur_{weights}"].weights)


def _emboss_code(image: Array) -> str:
    return _kernel_code(image, KERNELS["emboss"].weights)


def _edges(family: str, title: str) -> Operation:
    """Return one family of edge filters as an operation."""

    def run(image: Array, direction: str) -> Array:
        return functions.edges(image, family, direction)

    def code(image: Array, direction: str) -> str:
        suffix = {"horizontal": "_h", "vertical": "_v", "both": ""}[direction]
        return f"filters.{family}{suffix}(image)"

    parameter = Choice("direction", N_("Edges"), "horizontal", _EDGES)
    return Operation(family, title, "edges", "grey", run, code, (parameter,))


_BLURS = {"light": N_("0.11, middle 0.12"), "heavy": N_("0.05, middle 0.60")}


def _cut(name: str, title: str) -> Number:
    return Number(name, title, 10 if name in ("top", "left") else 0, 0, 95, 1, whole=True, unit="%")


_ALL = (
    Operation(
        "grey", N_("Grey"), "numbers", "anything", functions.to_grey, _grey_code,
    ),
    Operation(
        "float", N_("To 0 … 1"), "numbers", "anything", functions.to_float, _to_float_code,
    ),
    Operation(
        "bytes", N_("To 0 … 255"), "numbers", "anything", functions.to_bytes, _to_bytes_code,
    ),
    Operation(
        "absolute", N_("Absolute value"), "numbers", "floats", functions.absolute,
        lambda image: "np.abs(image)",
    ),
    Operation(
        "threshold", N_("Threshold"), "numbers", "grey", functions.threshold, _threshold_code,
        (
            Choice("method", N_("Method"), "otsu",
                   {"otsu": N_("Otsu finds it"), "value": N_("my value")}),
            Number("value", N_("Threshold"), 0.5, 0, 1, 0.01),
        ),
    ),
    Operation(
        "resize", N_("Resize"), "shape", "floats", functions.resize, _resize_code,
        (
            Number("scale", N_("Factor"), 0.5, 0.05, 2, 0.05),
            Switch("smooth", N_("Anti-aliasing"), True),
        ),
    ),
    Operation(
        "crop", N_("Crop"), "shape", "anything", functions.crop, _crop_code,
        (
            _cut("top", N_("Off the top")),
            _cut("bottom", N_("Off the bottom")),
            _cut("left", N_("Off the left")),
            _cut("right", N_("Off the right")),
        ),
    ),
    Operation(
        "flip", N_("Flip"), "shape", "anything", functions.flip, _flip_code,
        (Choice("direction", N_("Direction"), "horizontal", _DIRECTIONS),),
    ),
    Operation(
        "rotate", N_("Rotate"), "shape", "floats", functions.rotate, _rotate_code,
        (
            Number("angle", N_("Angle"), 45, -180, 180, 1, unit="°"),
            Switch("grow", N_("Grow the canvas"), False),
        ),
    ),
    Operation(
        "brightness", N_("Brightness"), "light", "floats", functions.brightness, _brightness_code,
        (Number("amount", N_("Add"), 0.2, -1, 1, 0.05),),
    ),
    Operation(
        "contrast", N_("Contrast"), "light", "floats", functions.contrast, _contrast_code,
        (Number("factor", N_("Factor"), 1.5, 0, 5, 0.1),),
    ),
    Operation(
        "gamma", N_("Gamma"), "light", "floats", functions.gamma, _gamma_code,
        (Number("gamma", N_("Power"), 0.5, 0.1, 5, 0.1),),
    ),
    Operation(
        "invert", N_("Invert"), "light", "anything", functions.invert,
        lambda image: "util.invert(image)",
    ),
    Operation(
        "noise", N_("Noise"), "noise", "floats", functions.noise, _noise_code,
        (
            Choice("kind", N_("Kind"), "gaussian",
                   {"gaussian": N_("Gaussian"), "salt": N_("salt and pepper")}),
            Number("strength", N_("Strength"), 0.1, 0, 0.5, 0.01),
            Number("seed", N_("Seed"), 1, 0, 9999, 1, whole=True),
        ),
    ),
    Operation(
        "mean", N_("Mean blur"), "noise", "floats", functions.mean, _mean_code,
        (Number("size", N_("Window"), 3, 3, 15, 2, whole=True),),
    ),
    Operation(
        "gaussian", N_("Gaussian blur"), "noise", "floats", functions.gaussian, _gaussian_code,
        (Number("sigma", N_("Sigma"), 2, 0.5, 10, 0.5),),
    ),
    Operation(
        "median", N_("Median"), "noise", "numbers", functions.median, _median_code,
        (Number("size", N_("Window"), 3, 3, 7, 2, whole=True),),
    ),
    Operation(
        "blur", N_("Lecture's blur"), "noise", "floats", functions.blur, _blur_code,
        (Choice("weights", N_("Weights"), "light", _BLURS),),
    ),
    Operation(
        "sharpen", N_("Sharpen"), "noise", "floats", functions.sharpen, _sharpen_code,
        (
            Number("radius", N_("Radius"), 2, 0.5, 10, 0.5),
            Number("amount", N_("Amount"), 1, 0, 5, 0.1),
        ),
    ),
    _edges("sobel", N_("Sobel")),
    _edges("prewitt", N_("Prewitt")),
    _edges("scharr", N_("Scharr")),
    Operation(
        "laplace", N_("Laplace"), "edges", "grey", functions.laplace, _laplace_code,
    ),
    Operation(
        "canny", N_("Canny"), "edges", "grey", functions.canny, _canny_code,
        (
            Number("sigma", N_("Sigma"), 1, 0.5, 5, 0.5),
            Number("low", N_("Lower threshold"), 0.1, 0, 1, 0.01),
            Number("high", N_("Upper threshold"), 0.2, 0, 1, 0.01),
        ),
    ),
    Operation(
        "emboss", N_("Emboss"), "edges", "floats", functions.emboss, _emboss_code,
    ),
    Operation(
        "kernel", N_("My own kernel"), "edges", "floats", functions.correlate, _kernel_code,
        (Table("weights", N_("Weights"), KERNELS["edges_vertical"].weights),),
    ),
)  # fmt: skip

#: Every operation by its name, in the order of the menu.
OPERATIONS: Mapping[str, Operation] = MappingProxyType({entry.name: entry for entry in _ALL})
