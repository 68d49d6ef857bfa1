"""What is said in each situation, word for word where it matters."""

import math
from dataclasses import replace

import pytest

from core.measures import MEASURES
from core.verdict import verdict
from tests.builders import series
from tests.core.folds import TS, backtest

LOW = [10, 12, 9, 11, 10, 8, 12, 10]
HIGH = [14, 15, 14, 17, 13, 12, 16, 13]
MIXED = [14, 10, 14, 9, 13, 7, 13, 13]
FAR = [30] * 8


def said(by="mae", ts=TS, here="", how=None, **misses):
    return verdict(backtest(**(how or {}), **misses), "LSTM", ts, by=by, here=here)


def test_the_network_wins_clearly_in_eight_folds():
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert words.sentence == (
        "The LSTM beat ARIMA: it missed by 10.2 EUR on average, ARIMA by 14.2 (4.00 more, or 39%), "
        "and it was closer in 8 of 8 folds."
    )
    assert words.trust == (
        "That is hardly luck: were the LSTM and ARIMA equally good, a lead this clear would come "
        "up less than 1 time in 128."
    )
    assert words.advice == "Use the LSTM."
    assert words.baseline == (
        "Both beat repeating last year's value, which missed by 30.0 EUR on average."
    )
    assert words.winner == "LSTM"


def test_the_network_loses_and_it_is_said_as_plainly():
    words = said(LSTM=HIGH, ARIMA=LOW, Seasonal_naive=FAR)
    assert words.sentence == (
        "ARIMA beat the LSTM: it missed by 10.2 EUR on average, the LSTM by 14.2 (4.00 more, or "
        "39%), and it was closer in 8 of 8 folds."
    )
    assert words.trust.startswith("That is hardly luck:")
    assert words.advice == "Use ARIMA."
    assert words.winner == "ARIMA"


def test_five_of_eight_folds_are_luck():
    words = said(LSTM=LOW, ARIMA=MIXED, Seasonal_naive=FAR)
    assert words.sentence == (
        "No clear winner: the LSTM missed by 10.2 EUR on average, ARIMA by 11.6 (1.38 more, or "
        "13%), and the LSTM was closer in 5 of 8 folds, but that may be luck."
    )
    assert words.trust == (
        "Were the LSTM and ARIMA equally good, a lead this clear would come up about 1 time in 5."
    )
    assert words.advice == "Either can be used; ARIMA is the simpler."
    assert words.winner == ""


def test_three_folds_are_too_few():
    words = said(LSTM=[10, 10, 20], ARIMA=[20, 20, 10], Seasonal_naive=[30] * 3)
    assert words.sentence == (
        "The LSTM was ahead of ARIMA: it missed by 13.3 EUR on average, ARIMA by 16.7 (3.33 more, "
        "or 25%), and it was closer in 2 of 3 folds."
    )
    assert words.trust == (
        "3 folds are too few to tell skill from luck; 6 or more can. Set them under Advanced on "
        "Train, if the series is long enough."
    )
    assert (words.advice, words.winner) == ("", "")


def test_one_fold_is_too_few():
    words = said(LSTM=[10], ARIMA=[20], Seasonal_naive=[30])
    assert words.sentence == (
        "The LSTM was ahead of ARIMA: it missed by 10.0 EUR on average, ARIMA by 20.0 (10.0 more, "
        "or 100%)."
    )
    assert words.trust.startswith("1 fold is too few to tell skill from luck; 6 or more can.")


def test_six_folds_are_enough():
    words = said(LSTM=LOW[:6], ARIMA=HIGH[:6], Seasonal_naive=FAR[:6])
    assert words.winner == "LSTM"
    assert "less than 1 time in 32." in words.trust
    assert said(LSTM=LOW[:5], ARIMA=HIGH[:5], Seasonal_naive=FAR[:5]).winner == ""


def test_folds_that_overlap_count_for_less():
    how = {"steps": 3}
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, how=how)
    assert words.trust == "8 folds that overlap are too few to tell skill from luck."
    assert words.winner == ""


def test_a_tie():
    words = said(LSTM=[10] * 8, ARIMA=[10] * 8, Seasonal_naive=FAR)
    assert words.sentence == (
        "Too close to call: the LSTM missed by 10.0 EUR on average, ARIMA by 10.0."
    )
    assert words.trust == ""
    assert words.advice == "Either can be used; ARIMA is the simpler."


def test_a_gap_below_two_per_cent_is_too_close_however_steady():
    words = said(LSTM=[10] * 8, ARIMA=[10.1] * 8, Seasonal_naive=FAR)
    assert words.sentence == (
        "Too close to call: the LSTM missed by 10.0 EUR on average, ARIMA by 10.1 (0.100 more, or "
        "1.0%)."
    )
    assert words.trust == "The lead is steady, but too small to matter."
    assert words.winner == ""


def test_neither_beats_the_baseline():
    words = said(LSTM=[20] * 8, ARIMA=[30] * 8, Seasonal_naive=LOW)
    assert words.sentence == "Neither the LSTM nor ARIMA beats last year's value: use that."
    assert words.trust.startswith(
        "That is hardly luck: were last year's value and the LSTM equally"
    )
    assert words.baseline == (
        "Repeating last year's value missed by 10.2 EUR on average, the LSTM by 20.0 and ARIMA by "
        "30.0."
    )
    assert (words.advice, words.winner) == ("", "")


def test_the_baseline_need_not_prove_itself():
    lucky = said(LSTM=MIXED, ARIMA=FAR, Seasonal_naive=LOW)
    few = said(LSTM=[20, 20], ARIMA=[30, 30], Seasonal_naive=[10, 10])
    for words in (lucky, few):
        assert words.sentence == "Neither the LSTM nor ARIMA beats last year's value: use that."
        assert words.trust.endswith(
            "Last year's value costs nothing, so it is for the others to prove that they are "
            "better."
        )
    assert "2 folds are too few" in few.trust


def test_hardly_better_than_the_baseline_is_not_good_enough():
    words = said(LSTM=[9.9] * 8, ARIMA=[10.2] * 8, Seasonal_naive=[10] * 8)
    assert words.sentence == (
        "Neither the LSTM nor ARIMA does noticeably better than last year's value: use that."
    )
    assert words.winner == ""


@pytest.mark.parametrize(
    ("lstm", "arima", "words"),
    [
        (5, 20, "The LSTM beats repeating last year's value, which missed by 10.0 EUR on average; "
                "ARIMA does not."),
        (20, 5, "ARIMA beats repeating last year's value, which missed by 10.0 EUR on average; "
                "the LSTM does not."),
        (5, 9.9, "The LSTM beats repeating last year's value, which missed by 10.0 EUR on average; "
                 "ARIMA hardly does."),
    ],
)  # fmt: skip
def test_only_one_beats_the_baseline(lstm, arima, words):
    assert said(LSTM=[lstm] * 6, ARIMA=[arima] * 6, Seasonal_naive=[10] * 6).baseline == words


def test_beating_the_baseline_may_be_luck_too():
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=[6, 30, 6, 30, 6, 6, 30, 8])
    assert words.baseline == (
        "Both beat repeating last year's value, which missed by 15.2 EUR on average, though that "
        "may be luck."
    )


@pytest.mark.parametrize(
    ("frequency", "start", "words"),
    [
        ("yearly", "1950-01-01", "the last value"),
        ("quarterly", "2000-01-01", "last year's value"),
        ("daily", "2020-01-01", "last week's value"),
        ("hourly", "2020-01-01", "the value of the day before"),
    ],
)
def test_the_baseline_is_called_by_what_it_repeats(frequency, start, words):
    ts = series(range(96), frequency, start)
    told = said(ts=ts, LSTM=[5] * 6, ARIMA=[6] * 6, Seasonal_naive=[10] * 6)
    assert f"Both beat repeating {words}, which missed by 10.0 EUR" in told.baseline


def test_one_fold_makes_the_whole_gap():
    words = said(LSTM=LOW, ARIMA=[10, 11, 9, 12, 10, 8, 11, 60], Seasonal_naive=FAR)
    assert words.sentence == (
        "No clear winner: the LSTM missed by 10.2 EUR on average, ARIMA by 16.4 (6.12 more, or "
        "60%), though the LSTM was closer in 2 of 8 folds only."
    )
    assert words.trust == (
        "One fold makes that lead, July 2018: without it there would be none. Were the LSTM and "
        "ARIMA equally good, a lead this clear would come up about 1 time in 3."
    )


def test_without_that_one_fold_the_other_would_be_ahead():
    words = said(LSTM=LOW, ARIMA=[9, 11, 9, 10, 9, 8, 11, 60], Seasonal_naive=FAR)
    assert "One fold makes that lead, July 2018: without it ARIMA would be ahead." in words.trust
    # With few folds too; where any of several would do it, none is blamed.
    assert "One fold" in said(LSTM=[10] * 3, ARIMA=[9, 9, 60], Seasonal_naive=[70] * 3).trust
    assert "One fold" not in said(LSTM=[10] * 3, ARIMA=[20, 20, 0], Seasonal_naive=[70] * 3).trust


def test_all_forecasts_exact():
    words = said(LSTM=[0] * 3, ARIMA=[0] * 3, Seasonal_naive=[0] * 3)
    assert words.sentence == (
        "Nothing to choose: the LSTM, ARIMA and last year's value were exact in 3 folds."
    )
    assert words.text.endswith("Use last year's value, the simplest.")


def test_a_winner_that_never_missed_is_not_praised_in_infinite_per_cent():
    words = said(LSTM=LOW, ARIMA=[0] * 8, Seasonal_naive=FAR)
    assert words.sentence == (
        "ARIMA beat the LSTM: it missed by 0 EUR on average, the LSTM by 10.2 (10.2 more), and it "
        "was closer in 8 of 8 folds."
    )


def test_arima_failed():
    words = said(LSTM=LOW, ARIMA=[None] * 8, Seasonal_naive=FAR)
    assert words.sentence == "No verdict: ARIMA gave no forecast."
    assert words.baseline == (
        "The LSTM missed by 10.2 EUR on average, repeating last year's value by 30.0."
    )
    assert (words.winner, words.contest) == ("", None)
    both = said(LSTM=[None], ARIMA=[None], Seasonal_naive=[3])
    assert both.text == "No verdict: the LSTM and ARIMA gave no forecast."


def test_the_network_failed_in_some_folds():
    lstm = [10, 12, None, 11, 10, None, 12, 10]
    words = said(LSTM=lstm, ARIMA=HIGH, Seasonal_naive=FAR)
    assert "closer in 6 of 6 folds." in words.sentence
    assert words.trust.startswith("Of 8 folds 6 could be compared: the LSTM failed in 2. That is")
    assert words.winner == "LSTM"


def test_missing_actuals_leave_folds_out():
    how = {"unobserved": [0, 3, 4]}
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, how=how)
    assert "closer in 5 of 5 folds." in words.sentence
    assert words.trust == (
        "Of 8 folds 5 could be compared: no actual value was observed in 3. 5 folds are too few to "
        "tell skill from luck."
    )


def test_nothing_to_compare_at_all():
    never = said(LSTM=[1, 2], ARIMA=[1, 2], Seasonal_naive=[1, 2], how={"unobserved": [0, 1]})
    assert never.text == "No fold could be compared: no actual value was observed in 2."
    apart = said(LSTM=[None, 10], ARIMA=[1, None], Seasonal_naive=[30, 30])
    assert apart.text == ("No fold could be compared: the LSTM failed in 1; ARIMA failed in 1.")
    flat = said(by="mase", LSTM=[1, 2], ARIMA=[1, 2], Seasonal_naive=[1, 2],
                how={"scales": [math.nan, math.nan]})  # fmt: skip
    assert flat.text == (
        "No fold could be compared: MASE has nothing to divide by in 2, whose past never changed."
    )


BY_MEASURE = {
    "rmse": "it missed by 10.3 EUR on average with large misses weighing most, ARIMA by 14.3 (4.00 "
    "more, or 39%)",
    "mase": "it missed by 1.02 times the usual change from year to year, ARIMA by 1.43 (39% more)",
    "smape": "it missed by 9.7% on average, ARIMA by 13% (36% more)",
    "rmsse": "it missed by 1.02 times the usual change from year to year with large misses "
    "weighing most, ARIMA by 1.43 (39% more)",
    "pinball": "it scored 2.09 EUR with its ranges (lower is better), ARIMA 4.04 (1.95 worse, or "
    "93%)",
    "msis": "it scored 5.90 with its 95% ranges (lower is better), ARIMA 20.9 (254% worse)",
}


@pytest.mark.parametrize("by", BY_MEASURE)
def test_another_measure_decides(by):
    words = said(by=by, LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert words.sentence.startswith(f"The LSTM beat ARIMA: {BY_MEASURE[by]}, and it was")
    assert words.winner == "LSTM"
    assert set(BY_MEASURE) | {"mae"} == {key for key in MEASURES if MEASURES[key].decides}


def test_another_measure_may_name_another_winner():
    # One large miss: closer as a rule, but not where large misses weigh most.
    steady, wild = [10, 11, 10, 11, 10, 11, 10, 11], [8, 8, 8, 8, 8, 8, 8, 16]
    by_mae = said(LSTM=wild, ARIMA=steady, Seasonal_naive=FAR)
    by_rmse = said(by="rmse", LSTM=[*wild[:7], 40], ARIMA=steady, Seasonal_naive=FAR)
    assert by_mae.sentence.startswith(("The LSTM beat", "No clear winner: the LSTM"))
    assert by_rmse.sentence.startswith("No clear winner: ARIMA missed by 10.5 EUR")


def test_ranges_no_better_than_the_baselines_are_said_to_be_ranges():
    words = said(by="msis", LSTM=[20] * 8, ARIMA=[30] * 8, Seasonal_naive=LOW)
    assert words.sentence == (
        "By their ranges, neither the LSTM nor ARIMA beats last year's value: use that."
    )


def test_another_model_is_clearly_best_of_all():
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, Theta=HIGH, ETS=[6, 6, 5, 7, 6, 5, 6, 7])
    assert words.sentence.startswith("The LSTM beat ARIMA")
    assert words.advice == (
        "ETS was clearly best of all: it missed by 6.00 EUR on average, 41% less than the LSTM. "
        "Use it."
    )
    assert words.winner == "LSTM"


def test_another_model_is_best_where_neither_beats_the_baseline():
    words = said(LSTM=HIGH, ARIMA=HIGH, Seasonal_naive=LOW, Drift=[6, 6, 5, 7, 6, 5, 6, 7])
    assert words.sentence == "Neither the LSTM nor ARIMA beats last year's value."
    assert words.advice.startswith("The drift baseline was clearly best of all")


def test_the_luckiest_of_several_is_not_called_best():
    lucky = [6, 14, 5, 7, 14, 5, 6, 7]
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, Blend=lucky, ETS=HIGH)
    assert words.advice == (
        "Use the LSTM. The blend did best of all: it missed by 8.00 EUR on average, but the best "
        "of several is often just the luckiest."
    )
    few = said(LSTM=[10], ARIMA=[14], Seasonal_naive=[30], Blend=[6])
    assert few.advice == "The blend did best of all: it missed by 6.00 EUR on average."


def test_more_models_make_it_harder_to_be_clearly_best():
    good = [9, 12, 8, 10, 7, 8, 9, 9]
    alone = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, ETS=good)
    crowd = {f"Model_{letter}": HIGH for letter in "ABCDE"}
    among = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, ETS=good, **crowd)
    assert 0.05 / 6 < alone.contest.best.significance.p < 0.05
    assert "clearly best" in alone.advice
    assert "just the luckiest" in among.advice


def test_another_model_that_failed_somewhere_has_no_part_in_it():
    three = {"LSTM": LOW, "ARIMA": HIGH, "Seasonal_naive": FAR}
    assert said(**three, ETS=[None, *[1] * 7]).text == said(**three).text


def test_the_network_trained_here_is_named_beside_the_practised_one():
    three = {"LSTM": LOW, "ARIMA": HIGH, "Seasonal_naive": FAR}
    better = said(here="GRU", **three, GRU=[miss - 0.1 for miss in LOW]).baseline
    assert better.endswith(
        "The GRU trained here was closer than the LSTM: it missed by 10.2 EUR on average."
    )
    worse = said(here="GRU", **three, GRU=HIGH).baseline
    assert worse.endswith("The GRU trained here missed by 14.2 EUR on average.")
    assert "trained here" not in said(here="LSTM", **three).text
    assert "trained here" not in said(here="GRU", **three, GRU=[None, *HIGH[1:]]).text


def test_without_a_unit_none_is_made_up():
    words = said(ts=replace(TS, unit=""), LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert "it missed by 10.2 on average, ARIMA by 14.2 (4.00 more, or 39%)" in words.sentence


def test_without_the_baseline_the_two_are_compared_all_the_same():
    words = said(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=[None] * 8)
    assert words.winner == "LSTM"
    assert words.baseline == ""
    assert (
        said(LSTM=[0], ARIMA=[0]).text
        == "Nothing to choose: the LSTM and ARIMA were exact in 1 fold."
    )
