"""Pipelines to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lib.messages import N_
from lib.operations.link import from_link
from lib.operations.pipeline import Step


@dataclass(frozen=True)
class Preset:
    """A pipeline under a name, to be translated when it is shown."""

    title: str
    steps: tuple[Step, ...]


#: By name; the first reproduces the lecture's chain (L0).
PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "lecture": Preset(
            N_("The lecture's chain"),
            from_link("grey~resize_0.5_yes~flip_horizontal~rotate_45_no~sobel_horizontal"),
        ),
        "noise": Preset(
            N_("Salt and pepper, then a median"), from_link("grey~noise_salt_0.1_1~median_3")
        ),
        "edges": Preset(
            N_("Vertical edges, sign dropped"),
            from_link("grey~kernel_3x3_-1_0_1_-2_0_2_-3_0_3~absolute"),
        ),
        "binary": Preset(N_("Ink as 0 and 1"), from_link("grey~gaussian_1~invert~threshold_otsu")),
        "canny": Preset(N_("Thin edges with Canny"), from_link("grey~canny_2_0.1_0.2")),
        "emboss": Preset(N_("Emboss"), from_link("grey~emboss~brightness_0.5")),
    }
)
