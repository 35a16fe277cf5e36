import pytest

from lib.recipes import BUNDLED, RECIPES

ALL = [*RECIPES.values(), BUNDLED]


def counts(recipe):
    return [trace.parameters for trace in recipe.architecture.trace() if trace.parameters]


def by_id(recipe):
    return recipe.id


def test_r1_has_the_layers_of_the_lecture():
    shapes = [trace.output_shape for trace in RECIPES["R1"].architecture.trace()]
    assert shapes == [
        (28, 28, 1),
        (24, 24, 32),
        (12, 12, 32),
        (12, 12, 32),
        (4608,),
        (127,),
        (10,),
    ]


def test_r7_has_the_parameters_of_the_lecture():
    assert counts(RECIPES["R7"]) == [320, 18_496, 25_616, 170]
    assert RECIPES["R7"].architecture.parameters == 44_602


def test_r7_leaves_the_pixels_unscaled():
    assert RECIPES["R7"].architecture.layers[0].type == "Conv2D"


def test_r11_has_the_shapes_of_the_lecture():
    shapes = [trace.output_shape for trace in RECIPES["R11"].architecture.trace()]
    assert shapes[1:4] == [(26, 26, 32), (24, 24, 64), (12, 12, 64)]
    assert shapes[5:] == [(9216,), (128,), (128,), (10,)]


@pytest.mark.parametrize(
    ("recipe", "optimizer", "batch_size", "epochs", "validation"),
    [
        ("R1", "adam", 200, 10, "test"),
        ("R7", "adam", 20, 10, "test"),
        ("R11", "rmsprop", 128, 10, 0.2),
    ],
)
def test_plans_are_those_of_the_lectures(recipe, optimizer, batch_size, epochs, validation):
    plan = RECIPES[recipe].plan
    assert (plan.optimizer, plan.batch_size, plan.epochs, plan.validation) == (
        optimizer,
        batch_size,
        epochs,
        validation,
    )


@pytest.mark.parametrize("recipe", ALL, ids=by_id)
def test_every_recipe_ends_in_ten_probabilities_for_mnist(recipe):
    last = recipe.architecture.layers[-1]
    assert recipe.dataset == "mnist"
    assert recipe.architecture.input_shape == (28, 28, 1)
    assert (last.type, last.units, last.activation) == ("Dense", 10, "softmax")


@pytest.mark.parametrize("recipe", ALL, ids=by_id)
def test_every_recipe_says_what_it_is(recipe):
    assert recipe.title
    assert recipe.reported.endswith(".")
    assert 1 <= recipe.summary.count(". ") + 1 <= 2


def test_recipes_are_filed_under_their_ids():
    assert [recipe.id for recipe in RECIPES.values()] == list(RECIPES)


def test_the_bundled_network_is_small():
    # 3 · 4 bytes: every weight and the two moments that adam keeps of it, as float32.
    assert BUNDLED.architecture.parameters == 198_058
    assert 3 * 4 * BUNDLED.architecture.parameters < 5 * 2**20
