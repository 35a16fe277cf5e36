"""Train: a recipe, its settings, and the training itself, live."""

import streamlit as st

from lib import datasets
from lib.engine.runs import UNFINISHED, Request
from lib.errors import LabError
from lib.plan import DEFAULT_LEARNING_RATES, Plan
from lib.recipes import RECIPES, Recipe
from lib.ui import frame, health, language, lesson, monitor, owner
from lib.ui.engine import engine
from lib.ui.language import _, moment, number, percent

WHOLE = datasets.describe("mnist").train
SUBSETS = (1_000, 5_000, 10_000, 20_000, WHOLE)


def choose_recipe() -> Recipe:
    """Let the student choose one of the lectures' experiments."""
    chosen = st.radio(
        _("Recipe"),
        list(RECIPES),
        format_func=lambda name: f"**{name}** · {_(RECIPES[name].title)}",
        key="train.recipe",
    )
    st.caption(_(RECIPES[chosen].summary))
    return RECIPES[chosen]


def show_layers(recipe: Recipe) -> None:
    """Show the network's layers with their shapes and parameters, as `model.summary()` does."""
    trace = recipe.architecture.trace()
    st.dataframe(
        {
            _("Layer"): [layer.type for layer in trace],
            _("Output shape"): [" × ".join(map(str, layer.output_shape)) for layer in trace],
            _("Parameters"): [number(layer.parameters) for layer in trace],
        },
        hide_index=True,
        width="stretch",
    )
    st.caption(
        _("{count} parameters in all. The lecture reports: {reported}").format(
            count=number(recipe.architecture.parameters), reported=_(recipe.reported)
        )
    )


def choose_plan(recipe: Recipe) -> Plan:
    """Let the student change how the recipe trains; it starts with the lecture's own settings."""
    start, key = recipe.plan, f"train.{recipe.id}"
    one, two = st.columns(2)
    epochs = one.number_input(_("Epochs"), 1, 100, start.epochs, key=f"{key}.epochs")
    batch = two.number_input(_("Batch size"), 1, 4096, start.batch_size, key=f"{key}.batch")
    optimizers = list(DEFAULT_LEARNING_RATES)
    optimizer = one.selectbox(
        _("Optimizer"), optimizers, optimizers.index(start.optimizer), key=f"{key}.optimizer"
    )
    rate = two.number_input(
        _("Learning rate"),
        min_value=0.00001,
        max_value=10.0,
        value=start.learning_rate
        if optimizer == start.optimizer
        else DEFAULT_LEARNING_RATES[optimizer],
        format="%g",
        step=0.0001,
        key=f"{key}.{optimizer}.rate",
    )
    subset = one.selectbox(
        _("Training pictures"),
        SUBSETS,
        SUBSETS.index(start.subset or WHOLE),
        format_func=pictures_label,
        key=f"{key}.subset",
        help=_("A few pictures train in seconds: good for a quick try."),
    )
    checks: list[float | str] = ["test", 0.1, 0.2]
    validation = two.selectbox(
        _("Validated on"),
        checks,
        checks.index(start.validation),
        format_func=validation_label,
        key=f"{key}.validation",
        help=lesson.text("train", "validation"),
    )
    seed = one.number_input(
        _("Seed"), 0, 2**31 - 1, start.seed, key=f"{key}.seed", help=lesson.text("train", "seed")
    )
    return Plan.from_values(
        epochs=epochs,
        batch_size=batch,
        optimizer=optimizer,
        learning_rate=float(rate),
        subset=None if subset == WHOLE else subset,
        validation=validation,
        seed=seed,
    )


def pictures_label(count: int) -> str:
    """Return how many pictures a subset has, in words."""
    return _("all {count}").format(count=number(count)) if count == WHOLE else number(count)


def validation_label(choice: float | str) -> str:
    """Return what a plan validates on, in words."""
    if choice == "test":
        return _("the test part")
    return _("{share} of the training part").format(share=percent(float(choice), 0))


def start(recipe: Recipe, plan: Plan) -> None:
    """Queue the training and show it."""
    request = Request(
        architecture=recipe.architecture,
        plan=plan,
        dataset=recipe.dataset,
        recipe=recipe.id,
        owner=owner.owner(),
    )
    try:
        st.session_state["train.run"] = engine().submit(request)
        # On a phone the progress is below the settings, out of sight.
        st.toast(
            _("Your training is on its way; its curves are on this page."),
            icon=":material/play_arrow:",
        )
    except LabError as error:
        st.session_state["train.problem"] = language.problem(error)


def set_up() -> None:
    """Show the left side: what to train and how."""
    recipe = choose_recipe()
    with st.expander(_("Settings"), expanded=True, key="train-settings"):
        try:
            plan = choose_plan(recipe)
        except LabError as error:
            st.warning(language.problem(error), icon=":material/lightbulb:")
            return
    st.button(
        _("Start training"),
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        on_click=start,
        args=(recipe, plan),
        key="train.start",
    )
    problem = st.session_state.pop("train.problem", None)
    if problem:
        st.warning(problem, icon=":material/lightbulb:")
    with st.expander(_("The network, layer by layer")):
        show_layers(recipe)


def choose_run() -> str | None:
    """Return the run to show: the one just started, the link's, one still going on, the newest."""
    ids = owner.runs()
    linked = owner.linked()
    if linked and linked not in ids:
        ids.append(linked)
    if not ids:
        return None
    wanted = st.session_state.pop("train.run", None) or linked or first_unfinished(ids)
    if "train.shown" not in st.session_state or wanted != st.session_state.get("train.wanted"):
        st.session_state["train.shown"] = st.session_state["train.wanted"] = wanted
    shown = st.selectbox(_("Training"), ids, format_func=run_label, key="train.shown")
    st.query_params[owner.PARAMETER] = shown
    return shown


def run_label(run_id: str) -> str:
    """Return what a run is called in the list.

    Nothing in it changes while the run goes on, and no two runs share it: a list would take one
    for the other.
    """
    request = engine().store.request(run_id)
    return _("{recipe} · {when} · {epochs} epochs, seed {seed} · {id}").format(
        recipe=request.recipe,
        when=moment(request.created),
        epochs=request.plan.epochs,
        seed=request.plan.seed,
        id=run_id[:4],
    )


def first_unfinished(ids: list[str]) -> str:
    """Return the first run that still goes on, or the newest."""
    going_on = (run_id for run_id in ids if engine().progress(run_id).state in UNFINISHED)
    return next(going_on, ids[0])


frame.enter()
st.title(_("Train"))
lesson.show("train", "lead")
left, right = st.columns([2, 3], gap="large")
with left:
    set_up()
with right:
    if engine().health != "ready":
        health.wait()
    run = choose_run()
    if run is None:
        lesson.try_this("train", "first")
    else:
        monitor.show(run)
        lesson.try_this("train", "watch")
