"""A network in Keras, line by line, and the losses of its training."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.fitting import EPOCHS, Course, course, examples
from core.learn.fitting_figures import course_figure
from core.learn.keras_code import Line, lines, steps, windows
from core.models import Recurrent
from core.settings import describe
from core.timeseries import TimeSeries
from core.wording import counted, number, rounded
from ui import session, shell, tables, theme
from ui.lessons.boxes import box
from ui.lessons.own_run import own_run
from ui.runs import Run

_PARTS = ("The code", "Underfit and overfit")
_SMALL = "A small network, here"


def show(ts: TimeSeries) -> None:
    """The program with one line explained, or the losses."""
    part = st.pills("What is shown", _PARTS, default=_PARTS[0], key="keras-part",
                    required=True)  # fmt: skip
    if part == _PARTS[0]:
        _code(ts)
    else:
        _losses(ts, own_run(ts))


def _code(ts: TimeSeries) -> None:
    workspace = session.workspace()
    chosen = {about.name: workspace.value(about.name) for about in describe(Recurrent)}
    network, horizon = Recurrent(**chosen), workspace.value("horizon")
    program = lines(network, horizon, ts)
    run = own_run(ts)
    many = len(program)
    place = st.slider("Line", 1, many, min(3, many), key=f"keras-line-{many}") - 1
    st.code("\n".join(line.code for line in program), language="python", line_numbers=True,
            wrap_lines=True)  # fmt: skip
    st.markdown(f"**Line {place + 1}.** {program[place].says}{_did(program[place], run)}")
    total = sum(line.weights for line in program)
    st.caption(
        f"For the settings on Train now; {counted(total, 'weight')} in all. "
        + ("" if run else "No run on this series yet: train, and each line says what it did.")
    )


def _did(line: Line, run: Run | None) -> str:
    """What a line did in the last run, as a sentence."""
    if run is None:
        return ""
    network, ts = run.trained.training.network, run.training.ts
    forecast = run.trained.forecasts.get(network.name)
    told = ""
    match line.kind:
        case "stack":
            told = f"{counted(network.members, 'such network')}, and the median of their forecasts"
        case "input" if forecast is not None and forecast.insight is not None:
            first = ts.index[-min(network.lookback, len(ts))]
            told = (
                f"a window of {network.lookback}; the newest, {ts.frequency.words(first)} to "
                f"{ts.frequency.words(ts.index[-1])}, made the forecast"
            )
        case "layer" | "answer":
            program = lines(network, run.training.plan.horizon, ts)
            total = sum(each.weights for each in program if each.kind == line.kind)
            what = "hidden layers" if line.kind == "layer" else "the answer"
            told = f"{counted(total, 'weight')} in {what} of each network"
        case "compile":
            curve = _curve(run)
            if curve is not None:
                told = (
                    f"the loss on what it learned from was {rounded(curve.training[0])} after the "
                    f"first epoch and {rounded(curve.training[-1])} after the last"
                )
        case "stop" if forecast is not None and forecast.insight is not None:
            curve = _curve(run)
            seen = len(curve.training) if curve is not None else network.epochs
            told = (
                f"{counted(seen, 'epoch')} were tried, and the weights after "
                f"{number(forecast.insight.epochs)} kept"
            )
        case "fit":
            told = (
                f"{counted(windows(ts, network), 'window')} in batches of {network.batch_size}: "
                f"{counted(steps(ts, network), 'step')} in each of at most "
                f"{counted(network.epochs, 'epoch')}"
            )
        case "predict" if forecast is not None:
            first = forecast.table.iloc[0]["point"]
            told = (
                f"{ts.words(float(first))} for {ts.frequency.words(forecast.table.index[0])}, the "
                "first step"
            )
    return shell.plain(f" In your {run.short}: {told}.") if told else ""


def _curve(run: Run) -> Course | None:
    """Losses of the final fit's search for the best epoch; None where none were kept."""
    reports = run.curves.get(run.trained.training.network.name, {})
    newest = reports.get(0) or next(iter(reports.values()), [])
    known = [each for each in newest if each.val_loss is not None and each.loss is not None]
    if not known:
        return None
    return Course(
        np.array([each.loss for each in known], float),
        np.array([each.val_loss for each in known], float),
    )


def _losses(ts: TimeSeries, run: Run | None) -> None:
    own = _curve(run) if run is not None else None
    names = [_SMALL] if run is None or own is None else [run.short, _SMALL]
    whose = names[0]
    if len(names) > 1:
        whose = st.pills("Losses of", names, default=names[0], required=True,
                         key=f"keras-whose-{names[0]}")  # fmt: skip
    if run is None or own is None or whose == _SMALL:
        left, right = st.columns(2)
        with left:
            units = st.select_slider("Units", [1, 2, 4, 8, 16, 32, 48], 16, key="keras-units")
        given = examples(ts)
        found = course(given, int(units))
        with right:
            epoch = st.slider("Stop after epoch", 1, EPOCHS, 20, key="keras-epoch")
        what = f"A network with one layer of {counted(int(units), 'unit')}, trained here on "
        what += counted(len(given.answers), "window")
    else:
        found, many = own, len(own.training)
        epoch = many if many == 1 else st.slider("Stop after epoch", 1, many, many,
                                                 key=f"keras-epoch-{many}")  # fmt: skip
        what = (
            f"The mean of the networks of your {run.short if run else ''}, newest windows kept back"
        )
    theme.chart(
        course_figure(found, epoch, theme.current()),
        key="lesson-keras",
        alt=f"Training and validation loss over {counted(len(found.training), 'epoch')}; the "
        f"validation loss is least after epoch {found.best}",
    )
    training, validation = found.training[epoch - 1], found.validation[epoch - 1]
    st.markdown(
        f"{what}. After epoch {number(epoch)}: training loss {rounded(float(training))}, "
        f"validation loss {rounded(float(validation))}, **{found.state(epoch)}**. Best after epoch "
        f"**{number(found.best)}** with {rounded(float(found.validation.min()))}."
    )
    with box("The losses as a table") as shown:
        if shown.open:
            tables.show(
                pd.DataFrame(
                    {
                        "Epoch": list(map(number, range(1, len(found.training) + 1))),
                        "Training loss": found.training,
                        "Validation loss": found.validation,
                    }
                ),
                forms=dict.fromkeys(("Training loss", "Validation loss"), ".4f"),
                height=220,
            )
