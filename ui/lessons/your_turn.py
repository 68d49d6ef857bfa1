"""The exercise: choose a network, train it, then reveal what came and a computed solution."""

from typing import Any

import pandas as pd
import streamlit as st

from core import environment
from core.forecaster import Forecast
from core.learn.training import LessonTraining
from core.learn.your_turn import MOST_EPOCHS, Exercise, exercise
from core.learn.your_turn_figures import NAIVE, SOLUTION, YOURS, exercise_figure
from core.models import Recurrent
from core.models.recurrent import CELLS
from core.timeseries import TimeSeries
from core.wording import counted, number, rounded, with_unit
from ui import samples, session, shell, tables, theme
from ui.lessons import training
from ui.lessons.boxes import box
from ui.lessons.once import same

_FILE = "monthly_retail.csv"
_MINE, _SOLVED, _TRIES = "your-turn", "your-turn-solution", "your-turn-tries"
_MOST = 12
"""Attempts that stay listed."""

Attempt = tuple[LessonTraining, Forecast]


def show(ts: TimeSeries) -> None:
    """The choices, the training, the picture, and after the reveal the comparison."""
    given, whose = _series(ts)
    network = _choices(given)
    mine = training.trained(_MINE, given.known)
    solved = training.trained(_SOLVED, given.known)
    tries = _tries(mine, given)
    forecasts = {}
    if mine is not None:
        forecasts[YOURS] = mine[1].table["point"].to_numpy()
    if solved is not None and mine is not None:
        forecasts[SOLUTION] = solved[1].table["point"].to_numpy()
        forecasts[NAIVE] = given.naive()
    revealed = SOLUTION in forecasts
    picture = exercise_figure(given, forecasts, theme.current(), revealed=revealed)
    picture.update_layout(height=330)
    theme.chart(
        picture,
        key="lesson-your-turn",
        alt=f"{given.known.name} up to where it is hidden; {counted(given.steps, 'step')} to "
        + ("forecast" if not forecasts else f"forecast, by: {', '.join(forecasts).lower()}"),
    )
    _buttons(given, network, mine, solved)
    if tries:
        _listed(tries, solved if revealed else None, given)
    st.caption(whose)
    if forecasts:
        with box("The forecasts as a table") as shown:
            if shown.open:
                stamps = given.known.future_index(given.steps)
                noun = given.known.frequency.noun.capitalize()
                rows = {noun: map(given.known.frequency.words, stamps)}
                known = {"What came": given.truth} if revealed else {}
                tables.show(pd.DataFrame({**rows, **known, **forecasts}), height=220)


def _series(ts: TimeSeries) -> tuple[Exercise, str]:
    """The exercise, and whose series it is, in words."""
    sample = next(each for each in samples.CATALOGUE if each.file == _FILE)
    said = f"On a sample, {shell.plain(sample.title)}."
    if session.workspace().loaded is None:
        return exercise(samples.series(sample)), said
    name = shell.plain(ts.name)
    own = st.pills("Series", [False, True], default=False, required=True, key="your-turn-own",
                   format_func=lambda own: ts.name if own else sample.title)  # fmt: skip
    if own:
        return exercise(ts), f"On your series, {name}."
    return (
        exercise(samples.series(sample)),
        f"{said} On your series, {name}, it goes as well: choose it above.",
    )


def _choices(given: Exercise) -> Recurrent:
    longest = given.longest
    cell = st.pills("Cell", [key for key, _ in CELLS], default="lstm", required=True,
                    format_func=dict(CELLS).__getitem__, key="your-turn-cell")  # fmt: skip
    left, right = st.columns(2)
    with left:
        lookback = longest if longest == 2 else st.slider(
            "Window length", 2, longest, min(6, longest), key=f"your-turn-window-{longest}"
        )  # fmt: skip
    with right:
        most = min(MOST_EPOCHS, environment.number("LOOKBACK_MAX_EPOCHS"))
        epochs = st.slider("Epochs", 1, max(most, 2), min(5, most), key="your-turn-epochs")
    chosen: dict[str, Any] = {"lookback": lookback, "cell": cell, "epochs": epochs}
    return Recurrent(**chosen)


def _buttons(
    given: Exercise, network: Recurrent, mine: Attempt | None, solved: Attempt | None
) -> None:
    """Train; then reveal, which trains the solution. One at a time while one is running."""
    if session.workspace().running is not None or mine is None or solved is not None:
        request = LessonTraining(given.known, network, given.steps)
        training.offer(_MINE, request, "Train" if mine is None else "Train again")
        return
    left, right = st.columns(2)
    with left:
        training.offer(_MINE, LessonTraining(given.known, network, given.steps), "Train again")
    with right:
        solution = LessonTraining(given.known, given.solution(), given.steps)
        training.offer(_SOLVED, solution, "Reveal: train the solution")


def _tries(mine: Attempt | None, given: Exercise) -> list[Attempt]:
    """Attempts on this series, the newest last."""
    kept: list[Attempt] = st.session_state.setdefault(_TRIES, [])
    if mine is not None and all(each[0] is not mine[0] for each in kept):
        kept.append(mine)
        del kept[:-_MOST]
    return [each for each in kept if same(each[0].ts, given.known)]


def _listed(tries: list[Attempt], solved: Attempt | None, given: Exercise) -> None:
    """All attempts; with their errors, and in words who was closer, once it is revealed."""
    named = {f"Attempt {number(place)}": each for place, each in enumerate(tries, start=1)}
    points = {name: each[1].table["point"].to_numpy() for name, each in named.items()}
    if solved is not None:
        named[SOLUTION] = solved
        points[SOLUTION] = solved[1].table["point"].to_numpy()
    rows = []
    for name, (request, _) in named.items():
        network = request.network
        rows.append([name, network.name, network.lookback, network.epochs])
    if solved is not None:
        points[NAIVE] = given.naive()
        rows.append([NAIVE, "", None, None])
    columns = ["Who", "Cell", "Window", "Epochs"]
    table = pd.DataFrame(rows, columns=columns)
    table[columns[2:]] = table[columns[2:]].astype("Int64")
    if solved is not None:
        scores = {name: given.scores(point) for name, point in points.items()}
        unit = given.known.unit
        # Beside the names, where a phone shows them.
        for place, (key, heading) in enumerate((("mae", with_unit("MAE", unit)), ("mase", "MASE"))):
            table.insert(place + 1, heading, [scores[name][key] for name in table["Who"]])
        st.markdown(_verdict({name: each["mae"] for name, each in scores.items()}, tries, unit))
    forms = {name: rounded for name in map(str, table) if name not in columns}
    tables.show(table, forms=forms)


def _verdict(errors: dict[str, float], tries: list[Attempt], unit: str) -> str:
    """Who was closer: the newest attempt, the solution, the seasonal naive."""
    yours, solution = errors[f"Attempt {number(len(tries))}"], errors[SOLUTION]
    closer = "closer than" if yours < solution else "not as close as"
    if yours == solution:
        closer = "just as close as"
    beats = "beats" if yours < errors[NAIVE] else "does not beat"
    return shell.plain(
        f"Your newest attempt missed by {rounded(yours, unit)} on average, {closer} the solution "
        f"with {rounded(solution)}. It {beats} the seasonal naive, {rounded(errors[NAIVE])}."
    )
