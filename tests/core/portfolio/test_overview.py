"""A row for every series, in numbers and in words."""

from dataclasses import replace

import numpy as np
import pytest

from core.models import Practised, SeasonalNaive, Theta
from core.portfolio.chunk import Chunk, failed, forecast_chunk
from core.portfolio.findings import summary
from core.portfolio.levels import with_totals
from core.portfolio.overview import overview
from core.portfolio.plan import PortfolioPlan
from core.portfolio.tables import forecasts, overviews
from tests.core.portfolio.retail import panel

PLAN = PortfolioPlan(horizon=6, choosing=2, reporting=2, models=(SeasonalNaive(), Theta()))


def done(of, plan=PLAN, rows=None):
    rows = np.arange(len(of)) if rows is None else np.asarray(rows)
    return forecast_chunk(Chunk(rows, of.part(rows), plan))


def told(of, plan=PLAN):
    return overview(of, plan, [done(of, plan)], 12)


def rising(series=4, n=72):
    """Series that rise so steadily that last year's value is always far too low."""
    steps = np.arange(n, dtype=float)
    return panel(values=np.stack([100 * (k + 1) + (k + 1) * 5 * steps for k in range(series)]))


def test_what_is_reported_is_the_error_of_the_model_chosen_on_later_folds():
    of = panel(3)
    result = done(of)
    table = overview(of, PLAN, [result], 12).table
    for row in range(3):
        model = PLAN.names.index(table["model"][row])
        later = result.scores[row, :, 2:, 0] / result.scales[row, 2:]
        assert table["mase"][row] == pytest.approx(later[model].mean(), rel=1e-5)
        assert table["naive"][row] == pytest.approx(later[0].mean(), rel=1e-5)


def test_the_choice_does_not_look_at_the_folds_reported():
    of = panel(5)
    changed = of.values.copy()
    changed[:, -12:] *= np.random.default_rng(1).uniform(0.1, 5, (5, 12))
    result, other = done(of), done(panel(values=changed))
    # Forecasts from the end on decide nothing either.
    one = overview(of, PLAN, [result], 12)
    two = overview(panel(values=changed), PLAN, [other], 12)
    assert one.chosen.tolist() == two.chosen.tolist()
    assert (one.table["mase"] != two.table["mase"]).all()


def test_steady_rises_go_to_the_model_that_can_rise():
    found = told(rising())
    assert (found.table["model"] == "Theta").all()
    assert (found.table["mase"] < found.table["naive"]).all()


def test_chunks_may_come_in_any_order():
    of = panel(5)
    whole = told(of)
    parts = [done(of, rows=[3, 4]), done(of, rows=[0, 1, 2])]
    assert overview(of, PLAN, parts, 12).table.equals(whole.table)


def test_series_that_ended_began_or_failed_are_named():
    values = np.repeat(rising(4).values, 1, axis=0)
    values[1, -24:] = 0
    values[2, :60] = np.nan
    of = panel(values=values)
    rest, broken = done(of, rows=[0, 1, 2]), failed(Chunk(np.array([3]), of.part([3]), PLAN), "No.")
    found = overview(of, PLAN, [rest, broken], 12)
    assert found.table["flag"].tolist()[1:] == ["ended", "new", "no forecast"]
    assert found.reasons[3] == "Seasonal naive: No."
    assert found.table["failures"][3] == 2 * 5
    assert found.chosen[3] == -1


def test_bias_has_the_sign_of_the_forecasts_miss():
    plan = replace(PLAN, models=(SeasonalNaive(),))
    table = told(rising(), plan).table
    assert (table["bias"] < 0).all()
    assert set(table["flag"]) <= {"too low", ""}


def test_nothing_done_is_no_table():
    found = overview(panel(3), PLAN, [], 12)
    assert found.table.empty
    assert "No series could be forecast" in summary(found, "")[0]


def test_it_is_said_how_much_is_well_forecast_and_by_what():
    said = summary(told(rising()), "")
    assert said[0] == "4 of 4 series, 100% of the volume, are well forecast."
    assert "Chosen were Theta for 4." in said


def test_a_network_that_helps_nowhere_is_said_to():
    plan = replace(PLAN, models=(SeasonalNaive(), Practised(adaptation="off")))
    of = panel(3)
    result = done(of, plan)
    result.scores[:, 1, 2:, 0] = 2 * result.scores[:, 0, 2:, 0]
    said = " ".join(summary(overview(of, plan, [result], 12), "Practised LSTM"))
    assert "It erred more on smooth demand (100%, 3 series)." in said
    result.scores[:, 1, 2:, 0] = result.scores[:, 0, 2:, 0] / 2
    said = " ".join(summary(overview(of, plan, [result], 12), "Practised LSTM"))
    assert "erred less than the best other model on smooth demand (50%, 3 series)." in said


def test_a_model_worse_than_the_simplest_is_pointed_out():
    of = rising()
    result = done(of)
    result.scores[:2, 1, 2:, 0] = 3 * result.scores[:2, 0, 2:, 0]
    said = " ".join(summary(overview(of, PLAN, [result], 12), ""))
    assert "For 2 series the model chosen did worse than the simplest one" in said


def test_forecasts_are_taken_away_by_the_model_of_each_series():
    of = panel(3)
    found, result = told(of), done(of)
    table = forecasts(of, found, [done(of, rows=[2]), done(of, rows=[0, 1])])
    assert list(table.columns[:5]) == ["shop", "product", "date", "model", "unit"]
    assert len(table) == 3 * 6
    mine = table[table["product"] == "Product 1"]
    assert mine["date"].iloc[0].startswith("2024-01")
    model = PLAN.names.index(mine["model"].iloc[0])
    np.testing.assert_allclose(mine["point"], result.future[1, model, :, 0])
    np.testing.assert_allclose(mine["hi-95"], result.future[1, model, :, 4])


def test_the_overview_is_taken_away_with_names_and_reasons():
    of = panel(2)
    none = failed(Chunk(np.arange(2), of, PLAN), "No.")
    table = overviews(of, overview(of, PLAN, [none], 12))
    assert table["product"].tolist() == ["Product 0", "Product 1"]
    assert table["reason"].tolist() == ["Seasonal naive: No."] * 2


def test_shares_and_classes_of_totals_are_those_within_their_level():
    levelled = with_totals(panel(6), {1})
    every = np.arange(10)
    result = forecast_chunk(Chunk(every, levelled.panel, PLAN))
    table = overview(levelled.panel, PLAN, [result], 12, levelled.level).table
    alone = told(panel(6)).table
    assert table["share"].groupby(levelled.level).sum().tolist() == pytest.approx([1, 1, 1])
    assert table["abc"][4:].tolist() == alone["abc"].tolist()
