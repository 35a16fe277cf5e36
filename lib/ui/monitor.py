"""A training as it goes: where it stands, its curves, and what came of it."""

import streamlit as st

from lib import figures
from lib.engine.progress import Progress
from lib.engine.runs import UNFINISHED
from lib.errors import EngineError
from lib.figures import CurveWords
from lib.ui import language, owner
from lib.ui.engine import engine
from lib.ui.language import _, _n, duration, number, percent

#: Seconds between two looks at a run that goes on.
INTERVAL = 0.5

_VIEW = "monitor.view"
_STOPPING = "monitor.stopping"


def show(run_id: str) -> None:
    """Show a run, live for as long as it goes on."""
    going_on = engine().progress(run_id).state in UNFINISHED
    st.fragment(_live, run_every=INTERVAL if going_on else None)(run_id, going_on)


def _live(run_id: str, going_on: bool) -> None:
    progress = engine().progress(run_id)
    if (progress.state in UNFINISHED) != going_on:
        st.rerun()  # the page shows what came of it, and stops looking
    _say_where_it_stands(run_id, progress)
    if going_on:
        _show_speed(progress)
        if owner.is_own(run_id):
            _show_stop(run_id, progress)
    else:
        _show_result(run_id)
    _show_curves(progress)


def _say_where_it_stands(run_id: str, progress: Progress) -> None:
    """Say in a sentence what is happening, with the bar that belongs to it."""
    if progress.state == "running":
        st.progress(progress.share, text=_phase(run_id, progress))
        if progress.phase == "interrupted":
            st.warning(_interruption(progress), icon=":material/restart_alt:")
        elif progress.attempt > 1:
            st.caption(
                _("Attempt {attempt}: it went on from its last finished epoch.").format(
                    attempt=progress.attempt
                )
            )
    elif progress.state == "queued":
        st.info(_place(run_id), icon=":material/hourglass_top:")
    elif progress.state == "failed":
        st.error(_(progress.reason).format(**progress.values), icon=":material/error:")
    elif progress.state == "cancelled":
        st.info(_("Taken out of the queue before it began."), icon=":material/cancel:")
    elif progress.state == "stopped":
        st.success(_("Stopped; what it had learned is kept."), icon=":material/stop_circle:")
    else:
        st.success(_("Done."), icon=":material/check_circle:")


def _phase(run_id: str, progress: Progress) -> str:
    if progress.phase == "testing" and st.session_state.get(_STOPPING) == run_id:
        return _("The training has stopped; testing what was learned …")
    if st.session_state.get(_STOPPING) == run_id:
        return _("Stopping after this batch …")
    if progress.phase == "interrupted":
        return _("Interrupted")
    if progress.phase == "testing":
        return _("Testing on pictures that it has never seen …")
    if progress.phase == "building":
        return _("Started: building the network and compiling its first step …")
    epoch = min(len(progress.rows) + 1, progress.epochs)
    if progress.step >= epoch * progress.steps_per_epoch:
        return _("Epoch {epoch} of {epochs}: validating …").format(
            epoch=epoch, epochs=progress.epochs
        )
    return _("Epoch {epoch} of {epochs}, step {step} of {steps}").format(
        epoch=epoch,
        epochs=progress.epochs,
        step=number(progress.step - (epoch - 1) * progress.steps_per_epoch),
        steps=number(progress.steps_per_epoch),
    )


def _interruption(progress: Progress) -> str:
    done = len(progress.rows)
    went_on = _n(
        "It goes on by itself from the {epoch} epoch that was finished.",
        "It goes on by itself from the {epoch} epochs that were finished.",
        done,
    ).format(epoch=done)
    if not done:
        went_on = _("No epoch was finished yet, so it begins again by itself.")
    return (
        _("The process that trains has ended unexpectedly and is being restarted.") + " " + went_on
    )


def _place(run_id: str) -> str:
    if engine().health != "ready":
        return _("Kept. It begins by itself as soon as the engine is ready.")
    ahead = engine().ahead(run_id)
    if ahead == 0:
        return _("You are next: it begins in a moment.")
    return _n(
        "In the queue: {count} training is before yours.",
        "In the queue: {count} trainings are before yours.",
        ahead,
    ).format(count=ahead)


def _show_speed(progress: Progress) -> None:
    if progress.state != "running":
        return
    left = progress.seconds_left
    last = progress.points[-1] if progress.points else None
    with st.container(horizontal=True, gap="large"):
        st.metric(
            _("Pictures per second"),
            number(progress.pictures_per_second, 0) if progress.pictures_per_second else "–",
            width="content",
        )
        st.metric(_("Time left"), "–" if left is None else duration(left), width="content")
        st.metric(_("Loss now"), number(last.loss, 4) if last else "–", width="content")
        st.metric(_("Accuracy now"), percent(last.accuracy) if last else "–", width="content")


def _show_stop(run_id: str, progress: Progress) -> None:
    queued = progress.state == "queued"
    st.button(
        _("Leave the queue") if queued else _("Stop"),
        icon=":material/stop:",
        key=f"monitor.stop.{run_id}",
        on_click=_stop,
        args=(run_id,),
        disabled=st.session_state.get(_STOPPING) == run_id,
        help=_("The network keeps what it has learned up to now."),
    )


def _stop(run_id: str) -> None:
    st.session_state[_STOPPING] = run_id
    try:
        engine().stop(run_id)
    except EngineError as error:
        st.toast(language.problem(error))


def _show_result(run_id: str) -> None:
    store = engine().store
    result = store.result(run_id)
    if result is None:
        return
    with st.container(horizontal=True, gap="large"):
        st.metric(_("Test accuracy"), percent(result.test_accuracy, 2), width="content")
        st.metric(_("Test loss"), number(result.test_loss, 4), width="content")
        st.metric(_("Epochs"), number(result.epochs, 2), width="content")
        st.metric(_("Time"), duration(result.seconds), width="content")
    with st.container(horizontal=True):
        with st.container(key="monitor-next", width="content"):
            st.page_link(
                "pages/predict.py",
                label=_("Draw a digit for it"),
                icon=":material/draw:",
                query_params={**language.link(), owner.PARAMETER: run_id},
            )
        _download(run_id, "model.keras", _("Network (.keras)"), "application/zip")
        _download(run_id, "history.csv", _("History (CSV)"), "text/csv")


def _download(run_id: str, file: str, label: str, mime: str) -> None:
    """Offer a file of the run; it is read only when somebody asks for it."""
    store = engine().store
    recipe = store.request(run_id).recipe.lower()
    st.download_button(
        label,
        lambda: store.read(run_id, file),
        file_name=f"cnn-lab-{recipe}-{run_id[:4]}-{file}",
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"monitor.{file}.{run_id}",
    )


def _show_curves(progress: Progress) -> None:
    if not progress.points:
        return
    views = {"both": _("Both"), "epochs": _("Each epoch"), "steps": _("Each step")}
    view = st.segmented_control(
        _("Curves"),
        list(views),
        format_func=views.__getitem__,
        default="both",
        required=True,
        key=_VIEW,
    )
    titles = {"loss": _("Loss"), "accuracy": _("Accuracy")}
    columns = st.columns(2, gap="medium")
    for column, (quantity, title) in zip(columns, titles.items(), strict=True):
        words = CurveWords(
            title, _("Epoch"), _("Training, each step"), _("Training"), _("Validation")
        )
        figure = figures.curve(
            progress, quantity, words, steps=view != "epochs", epochs=view != "steps"
        )
        column.plotly_chart(figure, key=f"monitor.{quantity}", config={"displayModeBar": False})
