"""How a network is trained: a few settings with limits that a shared computer can bear."""

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.errors import PlanError
from lib.messages import N_

Optimizer: TypeAlias = Literal["adam", "sgd", "rmsprop", "adadelta"]

# Keras's own defaults, but for adadelta. Its inventor's rule has no learning rate at all, which is
# a rate of 1.0, and that was the default of Keras 2. With Keras 3's default, 0.001, it hardly
# learns.
DEFAULT_LEARNING_RATES: Final[dict[str, float]] = {
    "adam": 0.001,
    "sgd": 0.01,
    "rmsprop": 0.001,
    "adadelta": 1.0,
}

Schedule: TypeAlias = Literal["constant", "cosine"]

Share: TypeAlias = Annotated[float, Field(strict=True, ge=0.05, le=0.5)]


def _default_learning_rate(settings: dict[str, Any]) -> float:
    return DEFAULT_LEARNING_RATES[settings["optimizer"]]


class Plan(BaseModel):
    """The settings of a training run.

    Attributes
    ----------
    optimizer : {"adam", "sgd", "rmsprop", "adadelta"}
    learning_rate : float
        Above 0, at most 10. Without it, the optimizer's entry in `DEFAULT_LEARNING_RATES`.
    schedule : {"constant", "cosine"}
        "cosine" lets the learning rate fall to 0 over the whole training, along half a cosine
        wave, so that the last steps settle instead of jumping about (Loshchilov and Hutter, 2017).
    batch_size : int
        Pictures per step, 1 to 4096.
    epochs : int
        Passes over the training pictures, 1 to 100.
    validation : float or "test"
        Share of the training part that is held back to validate on, 0.05 to 0.5; or "test" to
        validate on the test part, as some lectures do.
    subset : int or None
        Training pictures to use, at least 100; None for all.
    seed : int
        Where chance starts, 0 to 2**31 - 1.

    Examples
    --------
    >>> Plan(optimizer="adadelta", epochs=3).learning_rate
    1.0
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    optimizer: Optimizer = "adam"
    learning_rate: float = Field(
        default_factory=_default_learning_rate, strict=True, gt=0, le=10, allow_inf_nan=False
    )
    schedule: Schedule = "constant"
    batch_size: int = Field(default=128, strict=True, ge=1, le=4096)
    epochs: int = Field(default=5, strict=True, ge=1, le=100)
    validation: Share | Literal["test"] = 0.1
    subset: int | None = Field(default=None, strict=True, ge=100)
    seed: int = Field(default=0, strict=True, ge=0, le=2**31 - 1)

    @classmethod
    def from_values(cls, **values: object) -> Self:
        """Return the plan with these settings.

        Raises
        ------
        PlanError
            With one sentence about the first setting that is not allowed: which, what was received,
            what is allowed.

        Examples
        --------
        >>> Plan.from_values(epochs=0)
        Traceback (most recent call last):
        ...
        lib.errors.PlanError: epochs is 0, but it must be a whole number from 1 to 100.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _explain(error) from None


_RULES: Final = {
    "optimizer": N_(
        "optimizer is {received}, but it must be one of 'adam', 'sgd', 'rmsprop' and 'adadelta'."
    ),
    "learning_rate": N_(
        "learning_rate is {received}, but it must be a number above 0, at most 10."
    ),
    "schedule": N_("schedule is {received}, but it must be 'constant' or 'cosine'."),
    "batch_size": N_("batch_size is {received}, but it must be a whole number from 1 to 4096."),
    "epochs": N_("epochs is {received}, but it must be a whole number from 1 to 100."),
    "validation": N_(
        "validation is {received}, but it must be a share from 0.05 to 0.5, or 'test'."
    ),
    "subset": N_(
        "subset is {received}, but it must be a whole number of at least 100, or None for all."
    ),
    "seed": N_("seed is {received}, but it must be a whole number from 0 to 2147483647."),
}


def _explain(error: ValidationError) -> PlanError:
    first = error.errors()[0]
    setting = str(first["loc"][0])
    if setting not in _RULES:
        return PlanError(
            N_("A plan has no setting {setting}. It has {allowed}."),
            setting=setting,
            allowed=", ".join(_RULES),
        )
    return PlanError(_RULES[setting], received=repr(first["input"]))
