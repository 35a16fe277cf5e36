"""The networks that a visitor can ask: their own trained ones, and the one that comes along."""

import streamlit as st

from lib import datasets
from lib.engine import bundled
from lib.engine.bundled import BUNDLED
from lib.ui import owner
from lib.ui.engine import engine
from lib.ui.language import _, duration, moment, number, percent


def choose(key: str) -> str:
    """Let the visitor choose a network and return its run's id, or `BUNDLED`.

    The one they trained last comes first; before there is one, the bundled network serves.
    """
    linked = owner.linked()
    ids = [run_id for run_id in owner.runs() if engine().store.result(run_id) is not None]
    if linked in ids:
        ids.insert(0, ids.pop(ids.index(linked)))
    return st.selectbox(_("Network"), [*ids, BUNDLED], format_func=label, key=key)


def label(run_id: str) -> str:
    """Return a network's name in a list: what it is and how well it does."""
    if run_id == BUNDLED:
        return _("The lab's own network · {accuracy}").format(
            accuracy=percent(bundled.card().test_accuracy, 2)
        )
    request = engine().store.request(run_id)
    result = engine().store.result(run_id)
    accuracy = percent(result.test_accuracy, 2) if result else "–"
    return f"{request.recipe} · {accuracy} · {moment(request.created)} · {run_id[:4]}"


def show_card(run_id: str) -> None:
    """Show what a network is and how it was made."""
    rows = _bundled_rows() if run_id == BUNDLED else _run_rows(run_id)
    st.table(rows, border="horizontal")
    if run_id == BUNDLED:
        st.code(bundled.card().command, language="bash")


def _bundled_rows() -> dict[str, str]:
    card = bundled.card()
    return {
        _("Data"): _(datasets.describe(card.dataset).title),
        _("Trained on"): card.trained_on,
        _("Training took"): duration(card.seconds),
        _("Seed"): str(card.plan.seed),
        _("Epochs"): number(card.plan.epochs),
        _("Parameters"): number(card.architecture.parameters),
        _("Accuracy on the test pictures"): percent(card.test_accuracy, 2),
        _("Loss on the test pictures"): number(card.test_loss, 4),
        _("Test pictures"): number(card.test_pictures),
        _("Made by"): _("the command below, on this project's own engine"),
    }


def _run_rows(run_id: str) -> dict[str, str]:
    request, result = engine().store.request(run_id), engine().store.result(run_id)
    if result is None:  # a run is offered only once it has a result
        return {}
    return {
        _("Data"): _(datasets.describe(request.dataset).title),
        _("Recipe"): request.recipe,
        _("Training took"): duration(result.seconds),
        _("Seed"): str(request.plan.seed),
        _("Epochs"): number(result.epochs, 1),
        _("Parameters"): number(request.architecture.parameters),
        _("Accuracy on the test pictures"): percent(result.test_accuracy, 2),
        _("Loss on the test pictures"): number(result.test_loss, 4),
        _("Test pictures"): number(result.test_pictures),
    }
