"""The Portfolio page: every series of a file at once."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core import capsule
from core.engine.jobs import State
from core.engine.portfolio_job import PortfolioJob
from core.errors import DataError
from core.models import SeasonalNaive, Theta
from core.portfolio.chunk import forecast_chunk
from tests.pages.conftest import ROOT, begin, press, words
from ui import capsules, portfolio, portfolios, session
from ui.workspace import Workspace


class InlineJob(PortfolioJob):
    """Does all of it where it is started, up to `UNTIL` chunks."""

    UNTIL = 1_000

    def start(self):
        self.started = time.monotonic()
        for number in list(self._waiting)[: self.UNTIL]:
            result = forecast_chunk(self.portfolio.chunk(number))
            self.parts.add(number, result)
            self._done += len(result.rows)
            self.failures += len(result.failures)
        whole = self._done == self.total
        self.state = State.DONE if whole else State.CANCELLED
        self.ended = time.monotonic()

    def wait(self, seconds=None):
        return True


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(portfolios, "PortfolioJob", InlineJob)
    monkeypatch.setattr(portfolio, "models", lambda many, arima: (SeasonalNaive(), Theta()))


def file(shops=("Oslo", "Bergen", "Voss"), months=60):
    rng = np.random.default_rng(1)
    rows = []
    for place, shop in enumerate(shops):
        level = 100 * (place + 1)
        for i, month in enumerate(pd.date_range("2019-01-01", periods=months, freq="MS")):
            value = level * (1 + 0.3 * np.sin(2 * np.pi * i / 12)) + rng.normal(0, level / 20)
            rows.append(f"{month:%Y-%m},{shop},{value:.0f}")
    return ("Month,Shop,Sales\n" + "\n".join(rows)).encode()


@pytest.fixture
def page(engine):
    """The page with a file of three series."""
    workspace = Workspace()
    workspace.load(file(), "shops.csv")
    return begin(workspace).switch_page("pages/portfolio.py").run()


def done(page):
    return press(page, "Forecast all series")


def table(page):
    return page.dataframe[0].value


def test_without_a_file_it_says_what_will_be_here(app):
    assert "the hopeless ones are named" in words(app.switch_page("pages/portfolio.py").run())


def test_a_file_of_one_series_is_told_so(loaded):
    assert "holds one series" in words(loaded.switch_page("pages/portfolio.py").run())


def test_it_says_what_the_file_holds_and_what_will_be_done(page):
    said = words(page)
    assert "3 series of Sales, told apart by Shop: monthly, January 2019 to December 2023" in said
    assert "Tries 2 models (Seasonal naive, Theta) on 3 series" in said


def test_one_press_forecasts_all_series(page):
    said = words(done(page))
    assert "well forecast" in said
    assert "Chosen were" in said
    shown = table(page)
    assert shown["Shop"].tolist() == ["Voss", "Bergen", "Oslo"]
    assert set(shown["Model"]) <= {"Seasonal naive", "Theta"}
    assert shown["Share of volume"].sum() == pytest.approx(1)
    assert len(shown["Past"].iloc[0]) == 24


def test_rows_can_be_searched_and_filtered(page):
    done(page)
    page.text_input(key="portfolio-search").set_value("oss").run()
    assert table(page)["Shop"].tolist() == ["Voss"]
    assert "1 series shown" in words(page)
    page.text_input(key="portfolio-search").set_value("").run()
    model = table(page)["Model"].iloc[0]
    page.multiselect(key="portfolio-models").set_value([model]).run()
    assert set(table(page)["Model"]) == {model}


def test_what_was_done_before_a_cancel_is_shown(page, monkeypatch):
    monkeypatch.setattr(InlineJob, "UNTIL", 3)
    said = words(done(page))
    assert "Cancelled: 3 of 4 series and totals were done and are shown" in said
    # The total and two of the three series.
    assert len(table(page)) == 2
    assert not [box for box in page.expander if box.label == "Do totals add up?"]


def test_a_horizon_too_long_for_the_folds_is_refused_in_words(page):
    page.number_input[0].set_value(10).run()
    assert not page.exception
    short = file(months=20)
    workspace = Workspace()
    workspace.load(short, "short.csv")
    other = begin(workspace).switch_page("pages/portfolio.py").run()
    other.number_input[0].set_value(3).run()
    press(other, "Forecast all series")
    assert len(table(other)) == 3


def test_another_file_begins_anew(page):
    done(page)
    page.session_state["workspace"].load(file(("Moss", "Hamar")), "other.csv")
    page.run()
    assert "2 series of Sales" in words(page)
    assert not page.dataframe


def test_leaving_and_coming_back_keeps_what_came_of_it(page):
    done(page)
    page.switch_page("pages/data.py").run().switch_page("pages/portfolio.py").run()
    assert len(table(page)) == 3


def test_totals_stand_on_a_level_of_their_own(page):
    done(page)
    level = next(group for group in page.button_group if "All together" in group.options)
    level.set_value("All together").run()
    assert table(page)["Shop"].tolist() == [""]
    assert "1 series shown" in words(page)


def test_it_is_said_whether_totals_add_up_and_what_each_way_costs(page):
    done(page)
    box = next(box for box in page.expander if box.label == "Do totals add up?")
    shown = box.dataframe[0].value
    assert shown["Level"].tolist() == ["All together", "Each series"]
    assert np.isfinite(shown["As forecast"]).all()
    assert np.isfinite(shown["The smallest change (MinT)"]).all()
    page.selectbox(key="portfolio-method").set_value("mint").run()
    assert not page.exception


def test_series_alone_are_forecast_if_no_total_is_wanted(page):
    page.multiselect(key="portfolio-levels-1").set_value([]).run()
    done(page)
    assert not [group for group in page.button_group if "All together" in group.options]
    assert len(table(page)) == 3


def test_compare_says_that_a_training_is_under_way(loaded, engine):
    engine.hold = True
    press(loaded.switch_page("pages/train.py").run(), "Train")
    said = words(loaded.switch_page("pages/compare.py").run())
    assert "**Umbrellas** is being trained. Who won comes here" in said
    assert "First train once" not in said


def test_a_series_that_was_trained_already_comes_into_view(trained):
    workspace = trained.session_state["workspace"]
    workspace.selected = ""
    assert workspace.view_trained()
    assert workspace.selected == workspace.runs[-1].id
    workspace.load(file(("Moss",)), "other.csv")
    assert not workspace.view_trained()


def restarted(monkeypatch, token):
    """A new process, asked for by a browser that was there before."""
    monkeypatch.setattr(session, "_store", None)
    monkeypatch.setattr(ContextProxy, "cookies", {session.COOKIE: token})
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    return app.switch_page("pages/portfolio.py").run()


@pytest.fixture
def lasting(engine, tmp_path, monkeypatch):
    """The page, of somebody with a key, on a server with a folder for what lasts."""
    monkeypatch.setenv("LOOKBACK_WORKSPACE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    app.session_state["workspace"].load(file(), "shops.csv")
    return app.switch_page("pages/portfolio.py").run()


def test_after_a_restart_it_is_found_again_and_goes_on(lasting, monkeypatch):
    # A process that ended in the middle has not said that it was cancelled.
    monkeypatch.setattr(InlineJob, "UNTIL", 2)
    done(lasting)
    monkeypatch.setattr(InlineJob, "UNTIL", 1_000)
    again = restarted(monkeypatch, lasting.session_state["token"])
    said = words(again)
    assert "The server was restarted. This portfolio was found again" in said
    assert "Cancelled" not in said
    assert len(table(again)) == 3
    # As if nothing had happened.
    alone = Workspace()
    alone.load(file(), "shops.csv")
    whole = done(begin(alone).switch_page("pages/portfolio.py").run())
    pd.testing.assert_frame_equal(table(again), table(whole))


def test_somebody_else_finds_nothing_of_it(lasting, monkeypatch):
    done(lasting)
    other = restarted(monkeypatch, "a token of somebody else")
    assert "the hopeless ones are named" in words(other)


def test_what_was_cancelled_rests_until_it_is_asked_for(lasting, monkeypatch):
    monkeypatch.setattr(InlineJob, "UNTIL", 3)
    done(lasting)
    lasting.session_state["workspace"].portfolio.cancel()
    monkeypatch.setattr(InlineJob, "UNTIL", 1_000)
    again = restarted(monkeypatch, lasting.session_state["token"])
    assert "Cancelled: 3 of 4 series and totals were done and are shown" in words(again)
    press(again, "Do the rest")
    assert "Cancelled" not in words(again)
    assert len(table(again)) == 3


def test_a_session_that_can_not_be_read_any_more_is_as_good_as_none(lasting, monkeypatch, tmp_path):
    done(lasting)
    (kept,) = tmp_path.glob("portfolios/*/session.lookback")
    kept.write_bytes(b"PK")
    again = restarted(monkeypatch, lasting.session_state["token"])
    assert "the hopeless ones are named" in words(again)


def test_a_capsule_holds_the_portfolio(page, engine):
    done(page)
    workspace = page.session_state["workspace"]
    data = capsules.keep(workspace, datetime(2026, 1, 2, tzinfo=UTC))
    assert "a portfolio of 3 series" in capsules.in_words(workspace)
    again = begin()
    other = again.session_state["workspace"]
    capsules.put_back(other, capsules.open_kept(data))
    again.switch_page("pages/portfolio.py").run()
    pd.testing.assert_frame_equal(table(again), table(page))
    assert "restarted" not in words(again)
    assert capsules.keep(other, datetime(2026, 1, 2, tzinfo=UTC)) == data


def test_a_capsule_whose_portfolio_is_of_other_series_is_refused(page):
    done(page)
    workspace = page.session_state["workspace"]
    session_of = capsules.open_kept(capsules.keep(workspace, datetime.now(UTC))).session
    made = replace(session_of.file, data=file(("Moss", "Hamar"), months=20))
    parts = {capsules.SESSION: replace(session_of, file=made)}
    data = capsule.write(capsule.Capsule(parts, "", datetime.now(UTC)), capsules.REGISTRY)
    with pytest.raises(DataError, match="of its portfolio"):
        capsules.open_kept(data)
