"""Operations on pictures: a catalogue of them, pipelines, links and the code that does the same."""

from lib.operations.catalogue import GROUPS, OPERATIONS, Operation
from lib.operations.display import Shown, Signed, fitted, shown
from lib.operations.inspection import inspection_code, otsu
from lib.operations.link import check_length, from_link, to_link
from lib.operations.parameters import (
    Choice,
    Number,
    OperationError,
    Parameter,
    Switch,
    Table,
    Value,
)
from lib.operations.pipeline import MOST_STEPS, Cache, Result, Run, Step, digest, run, step
from lib.operations.presets import PRESETS, Preset
from lib.operations.script import script

__all__ = [
    "GROUPS",
    "MOST_STEPS",
    "OPERATIONS",
    "PRESETS",
    "Cache",
    "Choice",
    "Number",
    "Operation",
    "OperationError",
    "Parameter",
    "Preset",
    "Result",
    "Run",
    "Shown",
    "Signed",
    "Step",
    "Switch",
    "Table",
    "Value",
    "check_length",
    "digest",
    "fitted",
    "from_link",
    "inspection_code",
    "otsu",
    "run",
    "script",
    "shown",
    "step",
    "to_link",
]
