"""A setting in a link: the example that it started from, and what has been changed since."""

import json
from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar

from lib.errors import LabError
from lib.messages import N_

#: Characters. Longer ones are cut off by mail programs and chats.
LONGEST = 1500


class LinkError(LabError):
    """A link whose setting cannot be read."""


class Setting(Protocol):
    """What can be put into a link: a setting of a stepper."""

    def to_state(self) -> dict[str, Any]:
        """Return the setting as plain lists and numbers."""

    @classmethod
    def from_state(cls, state: object) -> Self:
        """Return the setting, or raise a `LabError`."""


AnySetting = TypeVar("AnySetting", bound=Setting)


def edits(example: Setting, setting: Setting) -> str | None:
    """Write what tells a setting from the example that it started from.

    Parameters
    ----------
    example, setting : Setting
        Two of the same kind.

    Returns
    -------
    str or None
        Compact JSON; empty when nothing was changed, None when it would be too long for a link.

    Examples
    --------
    >>> from lib.pooling import PoolingSetting
    >>> start = PoolingSetting.of([[1, 2], [3, 4]])
    >>> edits(start, PoolingSetting.of([[1, 2], [3, 4]], mode="min"))
    '{"mode":"min"}'
    """
    before, after = example.to_state(), setting.to_state()
    changed = {name: value for name, value in after.items() if value != before[name]}
    written = json.dumps(changed, separators=(",", ":")) if changed else ""
    return written if len(written) <= LONGEST else None


def apply(example: AnySetting, written: str) -> AnySetting:
    """Change an example as a link says; nothing in the link is trusted.

    Parameters
    ----------
    example : Setting
    written : str
        As `edits` writes it.

    Raises
    ------
    LabError
        If the link is damaged, or asks for what the stepper cannot do.
    """
    if not written:
        return example
    return type(example).from_state(example.to_state() | _read(written, example.to_state()))


def _read(written: str, known: Mapping[str, object]) -> dict[str, Any]:
    if len(written) <= LONGEST:
        try:
            changed = json.loads(written, parse_int=_int)
        except (ValueError, RecursionError):
            changed = None
        if isinstance(changed, dict) and set(changed) <= set(known):
            return changed
    raise LinkError(
        N_(
            "The link's changes cannot be read: {received}. The example is shown without them;"
            " ask for the link again."
        ),
        received=written if len(written) <= 40 else written[:39] + "…",
    )


def _int(digits: str) -> float:
    """Read a whole number; one with hundreds of digits becomes infinite, and is refused later."""
    return int(digits) if len(digits) < 10 else float(digits)
