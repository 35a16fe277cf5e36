"""The network that comes with the lab is what its card says."""

import hashlib

import numpy as np
import pytest

from lib import datasets, digits
from lib.engine import bundled
from lib.nn.predict import Predictor
from lib.recipes import BUNDLED
from lib.ui import digit


@pytest.fixture(scope="module")
def predictor():
    return Predictor(bundled.bundled_architecture(), bundled.bundled_weights())


def test_the_weights_are_those_of_the_card_and_small():
    weights = bundled.bundled_weights()
    assert hashlib.sha256(weights).hexdigest() == bundled.card().weights_sha256
    assert len(weights) <= 5_000_000


def test_the_card_says_what_the_recipe_says():
    card = bundled.card()
    assert card.architecture == BUNDLED.architecture
    assert card.plan == BUNDLED.plan
    assert card.dataset == BUNDLED.dataset


def test_its_accuracy_is_what_the_card_says_and_at_least_99_3_per_cent(predictor):
    test = datasets.load("mnist", "test")
    answers = predictor.model.predict(test.images.astype("float32"), batch_size=500, verbose=0)
    accuracy = np.mean(answers.argmax(axis=1) == test.labels)
    assert accuracy == pytest.approx(bundled.card().test_accuracy, abs=2e-4)
    assert accuracy >= 0.993


def test_it_reads_digits_that_went_through_the_preparation(predictor):
    test = datasets.load("mnist", "test")
    drawn = [
        255 - picture[..., 0].repeat(10, axis=0).repeat(10, axis=1) for picture in test.images[:300]
    ]
    answers = [predictor.probabilities(digits.prepare(picture).picture) for picture in drawn]
    assert np.mean(np.argmax(answers, axis=1) == test.labels[:300]) >= 0.99


def test_one_picture_gets_the_same_answer_as_in_a_batch(predictor):
    pictures = datasets.load("mnist", "test").images[:20]
    together = predictor.model.predict(pictures.astype("float32"), verbose=0)
    alone = [predictor.probabilities(picture) for picture in pictures]
    assert np.allclose(alone, together, atol=1e-5)


def test_the_first_page_shows_its_answer(predictor):
    given = predictor.probabilities(np.array(digit.pixels(), np.uint8))
    assert digit.answer() == pytest.approx(given, abs=1e-4)
