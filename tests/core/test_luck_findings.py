"""What is said of a network's seeds, on errors made to measure."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.backtest import compared
from core.errors import ForecastError
from core.folds import Outcome, RollingOrigin
from core.forecaster import Forecast
from core.luck import Luck, named
from core.luck_figures import fold_words, folds_figure, seeds_figure
from core.luck_findings import Spread, findings, headline, spread
from core.measures import MEASURES
from core.models import Practised, Recurrent, SeasonalNaive
from core.training import Trained, Training
from tests.builders import series
from tests.doubles import SketchedArima

FOLDS, HORIZON = 4, 6
TS = series(np.full(60, 100.0))
PLAN = RollingOrigin(HORIZON, FOLDS)
NETWORK = Recurrent(seed=1)


def outcomes(model, misses, ts=TS):
    """A model that misses by so much in each fold; None for a failure."""
    for fold, (cutoff, miss) in enumerate(zip(PLAN.cutoffs(ts), misses, strict=True), start=1):
        if miss is None:
            yield Outcome(model, fold, cutoff, 1.0, None, "It failed.")
            continue
        index = ts.until(cutoff).future_index(HORIZON)
        columns = ["point", "lo-80", "hi-80", "lo-95", "hi-95"]
        actual = np.repeat(ts.y.loc[index].to_numpy()[:, None], len(columns), axis=1)
        table = pd.DataFrame(actual + miss, index.rename("ds"), columns)
        yield Outcome(model, fold, cutoff, 1.0, Forecast(model, cutoff, table))


def flat(miss):
    return [miss] * FOLDS


def trained(
    lstm=(10,) * FOLDS, arima=(14,) * FOLDS, naive=(16,) * FOLDS, practised=(9,) * FOLDS, ts=TS
):
    misses = {"LSTM": lstm, "ARIMA": arima, "Seasonal naive": naive, "Practised LSTM": practised}
    every = [each for model, mine in misses.items() for each in outcomes(model, mine, ts)]
    models = (NETWORK, Practised("lstm"), SketchedArima(), SeasonalNaive())
    return Trained(Training(ts, models, PLAN), compared(ts, every, HORIZON), {}, {})


def luck(ts=TS, **misses):
    """Answers for seeds 2, 3, ... from their misses."""
    by_seed = {int(name.removeprefix("seed")): mine for name, mine in misses.items()}
    every = [
        each for seed, mine in by_seed.items() for each in outcomes(named(NETWORK, seed), mine, ts)
    ]
    return Luck(tuple(by_seed), compared(ts, every, HORIZON))


def others(*misses):
    return [luck(**{f"seed{seed}": flat(miss) for seed, miss in enumerate(misses, start=2)})]


def said(lstm, arima, *rest):
    return headline(spread(trained(flat(lstm), flat(arima)), others(*rest)), "EUR")


def test_the_numbers_are_those_of_the_seeds():
    found = spread(trained(), others(11, 12, 9, 13))
    assert found.seeds == (1, 2, 3, 4, 5)
    assert list(found.errors) == [10, 11, 12, 9, 13]
    assert found.mean == 11
    assert found.moves == pytest.approx(np.std([10, 11, 12, 9, 13], ddof=1))
    assert (found.rival, found.gap, found.ahead) == (14, 3, 5)


def test_the_chance_of_a_turn_is_that_of_one_more_draw():
    errors = [10.0, 11.0, 12.5, 9.0, 13.0]
    found = spread(trained(), others(*errors[1:]))
    t = (np.mean(errors) - 14) / (np.std(errors, ddof=1) * np.sqrt(1 + 1 / 5))
    assert found.turning == pytest.approx(stats.t.cdf(t, df=4))


def of_errors(rival, errors):
    """What is known of seeds 1, 2, ... that missed by these errors over all folds."""
    seeds = tuple(range(1, len(errors) + 1))
    total = {named(NETWORK, seed): error for seed, error in zip(seeds, errors, strict=True)}
    every = pd.Series(total | {"ARIMA": rival})
    return Spread(MEASURES["mae"], NETWORK, seeds, every, pd.DataFrame(), "", False, "", {})


@pytest.mark.slow
def test_that_chance_is_right_on_the_whole():
    rng = np.random.default_rng(0)
    foretold, turned = [], []
    for _ in range(600):
        *errors, one_more = rng.normal(100, 8, 6)
        found = of_errors(106.0, errors)
        side = found.mean < found.rival
        foretold.append(found.turning)
        turned.append((one_more < found.rival) != side)
    # Within three standard errors of a share of 600.
    assert np.mean(turned) == pytest.approx(np.mean(foretold), abs=3 * 0.46 / np.sqrt(600))


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        (
            (10, 14, 10.5, 9.5, 10.2, 9.8),
            "In all 5 seeds the LSTM beats ARIMA; its error moves by ±0.381 with the seed, the gap "
            "is 4.00 EUR: not luck of the draw.",
        ),
        (
            (14, 10, 14.5, 13.5, 14.2, 13.8),
            "In none of 5 seeds does the LSTM beat ARIMA; its error moves by ±0.381 with the seed, "
            "the gap is 4.00 EUR: not luck of the draw.",
        ),
        (
            (10, 10.5, 12, 9, 11, 8),
            "In 3 of 5 seeds the LSTM beats ARIMA; its error moves by ±1.58 with the seed, the gap "
            "is 0.500 EUR: who is ahead is luck of the draw.",
        ),
        (
            (10, 12.3, 12, 9, 11, 8),
            "In all 5 seeds the LSTM beats ARIMA; its error moves by ±1.58 with the seed, the gap "
            "is 2.30 EUR: another seed may turn it round, about 1 time in 8.",
        ),
        (
            (10, 10.15, 10, 10, 10, 10),
            "In all 5 seeds the LSTM beats ARIMA; its error does not move with the seed, the gap "
            "is 0.150 EUR: not luck of the draw, though 1.5% of the error matters little.",
        ),
        (
            (10, 10, 10, 10, 10, 10),
            "In none of 5 seeds does the LSTM beat ARIMA; its error does not move with the seed, "
            "the gap is 0 EUR: who is ahead is luck of the draw.",
        ),
    ],
    ids=["ahead", "behind", "luck", "perhaps", "sure-but-small", "alike"],
)
def test_what_is_said_of_each_situation(errors, words):
    assert said(*errors) == words


def test_the_seed_of_the_run_is_set_beside_the_others():
    text = " ".join(findings(spread(trained(), others(11, 12, 9, 13)), TS))
    assert (
        "Seed 1, that of this run, missed by 10.0 EUR on average and did better than 3 of the 4 "
        "others" in text
    )
    assert "expect 11.0 EUR, the mean of the seeds" in text
    worst = findings(spread(trained(), others(9, 8)), TS)[0]
    assert "did better than none of the others" in worst
    best = findings(spread(trained(), others(11, 12)), TS)[0]
    assert "did better than all others" in best
    assert "It beats repeating last year's value, which missed by 16.0 EUR on average, in 5" in text
    assert "the same 4 folds" in text


def test_the_practised_network_is_shown_with_its_spread_over_folds():
    text = " ".join(findings(spread(trained(practised=[8, 9, 10, 11]), others(11, 12)), TS))
    assert "The Practised LSTM has no seed to be lucky with" in text
    assert "It missed by 9.50 EUR on average, in single folds by 8.00 to 11.0." in text


def test_checks_add_up_and_a_seed_tried_twice_counts_once():
    answers = [*others(11, 12), luck(seed3=flat(12), seed4=flat(13))]
    assert spread(trained(), answers).seeds == (1, 2, 3, 4)


def test_a_seed_that_failed_is_left_out_with_its_reason():
    answer = luck(seed2=flat(11), seed3=[12, None, 12, 12], seed4=flat(9))
    found = spread(trained(), [answer])
    assert found.seeds == (1, 2, 4)
    assert "Seed 3 is left out: It failed." in findings(found, TS)


def test_only_folds_that_arima_was_in_are_compared():
    found = spread(trained(lstm=[10, 10, 10, 50], arima=[14, 14, 14, None]), others(11, 12))
    assert found.errors[1] == 10
    assert found.folds.shape[1] == 3


def test_a_baseline_that_failed_is_left_out():
    found = spread(trained(naive=[None, 1, 1, 1], practised=flat(None)), others(11, 12))
    assert (found.naive, found.practised) == ("", "")
    assert not any("It beats repeating" in sentence for sentence in findings(found, TS))


def test_without_arima_or_seeds_there_is_nothing_to_compare():
    with pytest.raises(ForecastError, match="ARIMA has no forecast"):
        spread(trained(arima=flat(None)), others(11, 12))
    with pytest.raises(ForecastError, match="failed with 2 seeds"):
        spread(trained(), [luck(seed2=flat(None), seed3=flat(None))])


def test_folds_without_an_actual_do_not_count():
    bare = trained()
    rows = bare.backtest.predictions
    last = rows["cutoff"].max()
    rows.loc[rows["cutoff"] == last, "y"] = np.nan
    found = spread(bare, others(11, 12))
    assert found.folds.shape[1] == 3


def test_the_charts_have_a_dot_for_each_seed_and_a_line_for_each_model():
    found = spread(trained(), others(11, 12, 9, 13))
    figure = seeds_figure(found, TS)
    dots = figure.data[-1]
    assert list(dots.x) == [13, 12, 11, 10, 9]
    assert dots.y[3] == "Seed 1 (this run)"
    assert [trace.name for trace in figure.data[:-1]] == ["Practised LSTM", "ARIMA",
                                                          "Seasonal naive"]  # fmt: skip
    by_fold = folds_figure(found, TS)
    assert fold_words(found, TS)[0] == TS.frequency.words(TS.index[60 - FOLDS * HORIZON])
    assert len(by_fold.data) == 3 + 5
    assert [trace.showlegend for trace in by_fold.data[3:]] == [True, False, False, False, False]


WAVY = series(100.0 + 20 * np.sin(np.arange(60)))


def told(by, **changed):
    """The luck check by another measure, on a series whose past changes."""
    uneven = {"lstm": [2, 10, 10, 10], "arima": [14, 6, 14, 14]} | changed
    return spread(trained(ts=WAVY, **uneven), [luck(WAVY, seed2=flat(9), seed3=flat(12))], by)


def test_by_rmse_large_misses_weigh_most_over_all_folds_and_in_none():
    found = told("rmse")
    mean_square = np.mean([14**2, 6**2, 14**2, 14**2])
    assert found.rival == pytest.approx(np.sqrt(mean_square))
    assert list(found.folds.loc["ARIMA"]) == pytest.approx([14, 6, 14, 14])
    assert "its RMSE moves by ±" in headline(found, "EUR")
    assert "with large misses weighing most" in findings(found, WAVY)[0]
    assert seeds_figure(found, WAVY).layout.xaxis.title.text == "RMSE (EUR)"


def test_by_a_measure_without_a_unit_none_is_named():
    found = told("mase")
    mase = trained(ts=WAVY, arima=[14, 6, 14, 14]).backtest.leaderboard().set_index("model")
    assert found.rival == pytest.approx(mase.loc["ARIMA", "mase"])
    text = " ".join([headline(found, "EUR"), *findings(found, WAVY)])
    assert "EUR" not in text
    assert "times the usual change from year to year" in text
    assert seeds_figure(found, WAVY).layout.xaxis.title.text == "MASE"


def test_by_ranges_they_are_scored():
    assert "scored" in " ".join(findings(told("pinball"), WAVY))
    assert "pinball loss moves by" in headline(told("pinball"), "EUR")


def test_gaps_between_per_cents_are_points():
    assert re.search(
        r"moves by ±[\d.]+ points .* the gap is [\d.]+ points", headline(told("smape"), "")
    )


def test_a_measure_that_can_not_be_taken_is_named():
    with pytest.raises(ForecastError, match="MASE can't be taken in any fold"):
        spread(trained(), others(11, 12), "mase")


def test_a_model_far_off_is_not_on_the_axis_of_the_seeds():
    near = spread(trained(naive=flat(20)), others(11, 12))
    assert near.far_off == []
    found = spread(trained(naive=flat(200), arima=flat(0.5)), others(11, 12))
    assert found.far_off == ["Seasonal naive"]
    assert [trace.name for trace in seeds_figure(found, TS).data] == [
        "Practised LSTM", "ARIMA", "LSTM, by seed"
    ]  # fmt: skip
    # Seeds that hardly differ are no reason to send everything away.
    alike = spread(trained(lstm=flat(10), naive=flat(17)), others(10, 10))
    assert alike.far_off == []
