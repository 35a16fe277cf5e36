"""The exceptions of the lab. Every message is written for the student."""

from typing import Any


class LabError(Exception):
    """Something that the student can understand and mend.

    Parameters
    ----------
    template : str
        An English sentence with `{named}` gaps, marked with `lib.messages.N_`. It says what was
        wrong, what was received and what to do. Kept apart from the values so that a page can
        translate the sentence first and fill the gaps afterwards.
    **values
        What goes into the gaps.
    """

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)


class PictureError(LabError):
    """A file or an array that is not a picture which the lab can use."""


class DigitError(LabError):
    """A picture in which no digit can be found (empty, uniform, or far too small)."""


class DataError(LabError):
    """A data set that is unknown, missing or damaged."""


class PlanError(LabError):
    """A training plan with an impossible setting."""


class EngineError(LabError):
    """The engine is starting, down, or lost what it was doing."""


class RunError(LabError):
    """A run that does not exist, or is in the wrong state for what was asked of it."""
