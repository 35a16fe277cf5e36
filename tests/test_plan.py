import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lib.errors import PlanError
from lib.plan import DEFAULT_LEARNING_RATES, Plan

plans = st.builds(
    Plan,
    optimizer=st.sampled_from(sorted(DEFAULT_LEARNING_RATES)),
    learning_rate=st.floats(0, 10, exclude_min=True),
    batch_size=st.integers(1, 4096),
    epochs=st.integers(1, 100),
    validation=st.floats(0.05, 0.5) | st.just("test"),
    subset=st.none() | st.integers(100, 60_000),
    seed=st.integers(0, 2**31 - 1),
)


@given(plans)
def test_json_and_back(plan):
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("optimizer", "rate"), [("adam", 0.001), ("sgd", 0.01), ("rmsprop", 0.001), ("adadelta", 1.0)]
)
def test_each_optimizer_starts_with_its_own_learning_rate(optimizer, rate):
    assert Plan.from_values(optimizer=optimizer).learning_rate == rate


def test_a_learning_rate_that_is_given_is_kept():
    assert Plan.from_values(optimizer="adadelta", learning_rate=0.5).learning_rate == 0.5


def test_a_plan_does_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Plan().epochs = 3


RATE = "learning_rate is {}, but it must be a number above 0, at most 10."
BATCH = "batch_size is {}, but it must be a whole number from 1 to 4096."
EPOCHS = "epochs is {}, but it must be a whole number from 1 to 100."
SHARE = "validation is {}, but it must be a share from 0.05 to 0.5, or 'test'."
SUBSET = "subset is {}, but it must be a whole number of at least 100, or None for all."
SEED = "seed is {}, but it must be a whole number from 0 to 2147483647."


REFUSED = [
    (
        "optimizer",
        "adagrad",
        "optimizer is 'adagrad', but it must be one of 'adam', 'sgd', 'rmsprop' and 'adadelta'.",
    ),
    ("learning_rate", 0, RATE.format(0)),
    ("learning_rate", 10.5, RATE.format(10.5)),
    ("learning_rate", float("nan"), RATE.format("nan")),
    ("learning_rate", "0.1", RATE.format("'0.1'")),
    ("learning_rate", True, RATE.format(True)),
    ("batch_size", 0, BATCH.format(0)),
    ("batch_size", 4097, BATCH.format(4097)),
    ("batch_size", 32.0, BATCH.format(32.0)),
    ("epochs", 101, EPOCHS.format(101)),
    ("epochs", True, EPOCHS.format(True)),
    ("validation", 0.04, SHARE.format(0.04)),
    ("validation", 0.6, SHARE.format(0.6)),
    ("validation", "train", SHARE.format("'train'")),
    ("subset", 99, SUBSET.format(99)),
    ("seed", -1, SEED.format(-1)),
    ("seed", 2**31, SEED.format(2**31)),
    (
        "momentum",
        0.9,
        "A plan has no setting momentum. It has optimizer, learning_rate, schedule, batch_size,"
        " epochs, validation, subset, seed.",
    ),
]


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    REFUSED,
    ids=[f"{setting}={value!r}" for setting, value, _ in REFUSED],
)
def test_what_is_not_allowed(setting, value, text):
    with pytest.raises(PlanError) as caught:
        Plan.from_values(**{setting: value})
    assert str(caught.value) == text
