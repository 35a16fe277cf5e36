"""A pipeline as a piece of an address, short and readable: `grey~resize_0.5_yes~flip_horizontal`.

Only letters, digits and `_ . - ~` are used, which stand in an address as they are.
"""

from collections.abc import Sequence

from lib.messages import N_
from lib.operations.parameters import OperationError, Table
from lib.operations.pipeline import MOST_STEPS, Step, known

LONGEST = 2000
"""Characters of a link's pipeline."""


def to_link(steps: Sequence[Step]) -> str:
    """Write a pipeline for a link.

    Examples
    --------
    >>> to_link([Step("grey"), Step("resize", (0.5, True))])
    'grey~resize_0.5_yes'
    """
    return "~".join(_written(step) for step in steps)


def from_link(text: str) -> tuple[Step, ...]:
    """Read a pipeline from a link.

    Values that are left out at the end of a step are the operation's defaults.

    Parameters
    ----------
    text : str
        Anything: it comes from outside.

    Raises
    ------
    OperationError
        If it is not exactly what `to_link` may write, or has too many steps.

    Examples
    --------
    >>> from_link("grey~resize_0.5")
    (Step(operation='grey', values=()), Step(operation='resize', values=(0.5, True)))
    """
    if len(text) > LONGEST:
        raise OperationError(
            N_("A pipeline in a link has at most {most} characters; this one has {received}."),
            most=LONGEST,
            received=len(text),
        )
    pieces = text.split("~") if text else []
    check_length(len(pieces))
    return tuple(_read(piece) for piece in pieces)


def check_length(steps: int) -> None:
    """Raise OperationError if a pipeline is too long."""
    if steps > MOST_STEPS:
        raise OperationError(
            N_("A pipeline has at most {most} steps; this one has {received}."),
            most=MOST_STEPS,
            received=steps,
        )


def _written(step: Step) -> str:
    parameters = known(step.operation).parameters
    values = (
        parameter.write(value) for parameter, value in zip(parameters, step.values, strict=True)
    )
    return "_".join([step.operation, *values])


def _read(piece: str) -> Step:
    name, *texts = piece.split("_")
    parameters = known(name).parameters
    if texts and parameters and isinstance(parameters[0], Table):
        return Step(name, (parameters[0].read("_".join(texts)),))
    if len(texts) > len(parameters):
        raise OperationError(
            N_("The operation {name} has {most} values, but {received} are given."),
            name=name,
            most=len(parameters),
            received=len(texts),
        )
    given = [parameter.read(text) for parameter, text in zip(parameters, texts, strict=False)]
    defaults = (parameter.checked(parameter.default) for parameter in parameters[len(given) :])
    return Step(name, (*given, *defaults))
