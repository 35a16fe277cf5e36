from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.engine.runs import Result, owner_key
from lib.plan import DEFAULT_LEARNING_RATES, Plan
from lib.recipes import RECIPES
from lib.ui.engine import engine
from tests.trainings import asked, ended, long, training, until

APP = str(Path(__file__).parents[2] / "app.py")
WHOLE = 60_000


def opened(**query):
    """Return the Train page of a new visitor."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params.update(query)
    return app.switch_page("pages/train.py").run()


@pytest.fixture
def page():
    return opened()


@pytest.fixture
def going_on():
    """Return a training that goes on for as long as the test does; it is somebody else's."""
    run_id = engine().submit(long("somebody else"))
    training(engine(), run_id)
    yield run_id
    engine().stop(run_id)
    ended(engine(), run_id)


def owner(app):
    return owner_key(app.session_state["visitor.id"])


def settings(app, recipe):
    """Return the plan that the page's widgets show."""
    key = f"train.{recipe}"
    optimizer = app.selectbox(key=f"{key}.optimizer").value
    subset = app.selectbox(key=f"{key}.subset").value
    return Plan(
        epochs=app.number_input(key=f"{key}.epochs").value,
        batch_size=app.number_input(key=f"{key}.batch").value,
        optimizer=optimizer,
        learning_rate=app.number_input(key=f"{key}.{optimizer}.rate").value,
        subset=None if subset == WHOLE else subset,
        validation=app.selectbox(key=f"{key}.validation").value,
        seed=app.number_input(key=f"{key}.seed").value,
    )


def small(app, **values):
    """Choose the least that can be trained."""
    app.selectbox(key="train.R1.subset").set_value(1000)
    for name, value in {"epochs": 1, **values}.items():
        app.number_input(key=f"train.R1.{name}").set_value(value)
    return app.run()


def start(app):
    """Press the button and return the id that the link then has."""
    app.button(key="train.start").click().run()
    assert not app.exception
    return app.query_params["run"]


def offered(app):
    return [box.options for box in app.selectbox if box.key == "train.shown"]


def said(app):
    return [box.value for box in (*app.info, *app.success, *app.warning, *app.error)]


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_widgets_begin_with_the_recipes_own_plan(page, recipe):
    page.radio(key="train.recipe").set_value(recipe).run()
    assert not page.exception
    assert settings(page, recipe) == RECIPES[recipe].plan


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_layers_are_those_of_the_recipe(page, recipe):
    page.radio(key="train.recipe").set_value(recipe).run()
    trace = RECIPES[recipe].architecture.trace()
    assert list(page.dataframe[0].value["Layer"]) == [layer.type for layer in trace]
    total = f"{RECIPES[recipe].architecture.parameters:,} parameters in all."
    assert any(caption.value.startswith(total) for caption in page.caption)


@pytest.mark.parametrize(
    ("name", "setting", "allowed"),
    [
        ("epochs", "epochs", (1, 100)),
        ("batch", "batch_size", (1, 4096)),
        ("seed", "seed", (0, 2**31 - 1)),
    ],
)
def test_the_widgets_end_where_a_plan_does(page, name, setting, allowed):
    widget = page.number_input(key=f"train.R1.{name}")
    assert (widget.min, widget.max) == allowed
    for value in allowed:
        assert getattr(Plan.from_values(**{setting: value}), setting) == value


@pytest.mark.parametrize("optimizer", DEFAULT_LEARNING_RATES)
def test_an_optimizer_brings_its_learning_rate(page, optimizer):
    page.selectbox(key="train.R1.optimizer").set_value(optimizer).run()
    assert settings(page, "R1").learning_rate == DEFAULT_LEARNING_RATES[optimizer]


def test_a_changed_setting_does_not_reach_into_another_recipe(page):
    page.number_input(key="train.R1.epochs").set_value(3).run()
    page.radio(key="train.recipe").set_value("R7").run()
    assert settings(page, "R7") == RECIPES["R7"].plan


def test_before_the_first_training_there_is_something_to_try(page):
    assert not page.exception
    assert not offered(page)
    assert any("Take **R1** as it is" in element.value for element in page.markdown)


def test_a_training_is_started_named_in_the_link_and_done(page):
    run_id = start(small(page, seed=7))
    request = engine().store.request(run_id)
    assert (request.owner, request.recipe) == (owner(page), "R1")
    assert (request.plan.epochs, request.plan.subset, request.plan.seed) == (1, 1000, 7)
    assert ended(engine(), run_id).state == "done"
    page.run()
    assert said(page) == ["Done."]
    result = engine().store.result(run_id)
    assert isinstance(result, Result)
    assert f"{result.test_accuracy:.2%}" in [metric.value for metric in page.metric]


def test_a_training_of_ones_own_can_be_stopped(page):
    run_id = start(small(page, epochs=100))
    training(engine(), run_id)
    page.run()
    page.button(key=f"monitor.stop.{run_id}").click().run()
    assert ended(engine(), run_id).state == "stopped"
    assert said(page.run()) == ["Stopped; what it had learned is kept."]


def test_a_waiting_training_says_so_and_can_leave_the_queue(page, going_on):
    run_id = start(small(page))
    until(lambda: engine().ahead(run_id) == 1)
    assert said(page.run()) == ["In the queue: 1 training is before yours."]
    page.button(key=f"monitor.stop.{run_id}").click().run()
    assert said(page.run()) == ["Taken out of the queue before it began."]
    assert engine().progress(going_on).state == "running"


def test_the_newest_training_is_shown_first(page):
    first, second = start(small(page, seed=1)), start(small(page, seed=2))
    assert first != second
    assert [label.split(" · ")[2:] for label in offered(page)[0]] == [
        ["1 epochs, seed 2", second[:4]],
        ["1 epochs, seed 1", first[:4]],
    ]
    ended(engine(), second)


def test_more_unfinished_trainings_than_allowed_are_refused_with_a_sentence(page, going_on):
    runs = [engine().submit(asked(owner(page))) for _ in range(5)]
    page.button(key="train.start").click().run()
    assert any("You have 5 trainings that are not finished yet." in words for words in said(page))
    assert engine().store.owned_by(owner(page)) == runs[::-1]
    for run_id in runs:
        engine().stop(run_id)


def test_another_visitors_training_is_not_listed(page, going_on):
    assert not offered(page.run())
    assert "run" not in page.query_params


def test_another_visitors_training_is_seen_by_its_link_and_cannot_be_stopped(going_on):
    guest = opened(run=going_on)
    assert not guest.exception
    assert len(offered(guest)[0]) == 1
    assert guest.metric[0].label == "Pictures per second"
    assert not [button for button in guest.button if button.key.startswith("monitor.stop")]


@pytest.mark.parametrize("run_id", ["", "nonsense", "../../etc/passwd", "0" * 16])
def test_a_link_that_leads_nowhere_is_explained_and_dropped(run_id):
    app = opened(run=run_id)
    assert not app.exception
    assert app.warning[0].value.startswith("There is no such training here.")
    assert "run" not in app.query_params
    assert not offered(app)


@pytest.mark.parametrize(("code", "title"), [("en", "Train"), ("ko", "학습")])
def test_the_page_is_whole_in_both_languages(code, title, going_on):
    app = opened(lang=code, run=going_on)
    assert not app.exception
    assert app.title[0].value == title
    assert app.query_params == {"lang": code, "run": going_on}
