from dataclasses import replace

import pytest
from scipy import stats

from core import workings
from core.measures import MEASURES
from core.phrases import Phrases
from core.verdict import verdict
from tests.core.folds import TS, backtest
from tests.core.test_verdict import FAR, HIGH, LOW, MIXED


def explained(by="mae", ts=TS, how=None, **misses):
    say = Phrases(MEASURES[by], ts)
    contest = verdict(backtest(**(how or {}), **misses), "LSTM", ts, by=by).contest
    return workings.sentences(contest, say), workings.table(contest, say, 1)


def test_the_table_has_the_numbers_of_every_fold():
    _, table = explained(LSTM=LOW, ARIMA=MIXED, Seasonal_naive=FAR)
    assert list(table) == [
        "Fold",
        "LSTM (EUR)",
        "ARIMA (EUR)",
        "Seasonal naive (EUR)",
        "ARIMA less LSTM (EUR)",
        "Closer",
    ]
    assert list(table["Fold"][:2]) == ["December 2017", "January 2018"]
    assert list(table["LSTM (EUR)"]) == LOW
    apart = [theirs - mine for mine, theirs in zip(LOW, MIXED, strict=True)]
    assert list(table["ARIMA less LSTM (EUR)"]) == apart
    assert list(table["Closer"]) == ["LSTM" if each > 0 else "ARIMA" for each in apart]


def test_the_sentences_have_the_numbers_of_the_test():
    sentences, _ = explained(LSTM=LOW, ARIMA=MIXED, Seasonal_naive=FAR)
    reference = stats.ttest_rel(MIXED, LOW)
    assert "The mean difference is 1.38 EUR, its standard error 0.981" in sentences[1]
    assert f"t = {reference.statistic:.2f}. With 7 degrees of freedom" in sentences[1]
    assert f"p = {reference.pvalue:.2g}" in sentences[1]
    assert "Diebold and Mariano" in sentences[1]
    assert "Harvey, Leybourne and Newbold" in sentences[1]
    assert sentences[-1].startswith("p is rough.")


def test_what_is_never_called_rarer_is_explained():
    sentences, _ = explained(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert "never call a lead rarer than 1 in 128" in sentences[1]


def test_rmse_is_tested_by_its_squares_and_their_unit_says_so():
    sentences, table = explained(by="rmse", LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert "mean squared miss, whose root over all folds is the RMSE" in sentences[0]
    assert list(table["LSTM (EUR²)"]) == [each**2 for each in LOW]
    _, plain = explained(by="rmse", ts=replace(TS, unit=""), LSTM=LOW, ARIMA=HIGH,
                         Seasonal_naive=FAR)  # fmt: skip
    assert "LSTM" in plain


def test_ranges_are_better_and_not_closer():
    sentences, table = explained(by="msis", LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR)
    assert sentences[0].endswith("the LSTM was better.")
    assert "Better" in table


def test_few_folds_are_not_tested():
    sentences, table = explained(LSTM=[10, 10], ARIMA=[20, 5], Seasonal_naive=[30, 30])
    assert len(table) == 2
    assert sentences[1] == (
        "The mean difference is 2.50 EUR. Whether that is further from 0 than by luck is not "
        "tested with fewer than 6 folds that share no dates."
    )
    assert not any("p =" in sentence for sentence in sentences)


def test_differences_without_spread_are_told_with_the_sign_test():
    steady, _ = explained(LSTM=[10] * 8, ARIMA=[12] * 8, Seasonal_naive=FAR)
    assert "a coin shows the same side 8 times with p = 0.0078." in steady[1]
    none, _ = explained(LSTM=[10] * 8, ARIMA=[10] * 8, Seasonal_naive=FAR)
    assert none[1] == "There is no difference in any fold, so there is nothing to test."


def test_the_baseline_is_tested_where_neither_beats_it():
    sentences, _ = explained(LSTM=HIGH, ARIMA=FAR, Seasonal_naive=LOW)
    t = stats.ttest_rel(HIGH, LOW).statistic
    assert sentences[2] == f"Last year's value beside the LSTM: t = {t:.2f}, p < 0.001."


def test_the_best_of_several_is_held_to_more():
    good = [9, 12, 8, 10, 7, 8, 9, 9]
    sentences, _ = explained(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, ETS=good, Theta=HIGH)
    p = stats.ttest_rel(LOW, good).pvalue
    assert sentences[2].startswith("ETS beside the LSTM: t = ")
    assert f"p = {p:.2g}. Since it was picked as the best of 2" in sentences[2]
    alone, _ = explained(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, ETS=good)
    assert "picked" not in alone[2]


def test_folds_with_fewer_actuals_are_said_to_weigh_less():
    made = backtest(LSTM=LOW, ARIMA=HIGH, Seasonal_naive=FAR, steps=2)
    first = made.predictions["cutoff"] == made.cutoffs[0]
    made.predictions.loc[first & (made.predictions["step"] == 2), "y"] = float("nan")
    say = Phrases(MEASURES["mae"], TS)
    contest = verdict(made, "LSTM", TS).contest
    assert "weigh less" in workings.sentences(contest, say)[0]
    table = workings.table(contest, say, 2)
    assert table["Weight"].iloc[0] == pytest.approx(8 / 15)
    assert table["Fold"].iloc[0] == "December 2017 to January 2018"
