"""A session saved on one page and opened by somebody who has nothing yet."""

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.forecaster import Forecaster
from tests.doubles import Sketch, Sketched, SketchedArima
from tests.pages.conftest import CSV, ROOT, look_closer, press, words
from ui import capsules, saving

PAGES = ("pages/data.py", "pages/train.py", "pages/compare.py", "pages/forecast.py")


@pytest.fixture(autouse=True)
def doubles(monkeypatch):
    """Capsules of these tests may hold stand-ins for models too."""
    models = (Sketch, Sketched, SketchedArima)
    known = capsules.REGISTRY.roles[Forecaster]
    monkeypatch.setattr(
        capsules, "REGISTRY", capsules.REGISTRY.with_types(models, {Forecaster: (*known, *models)})
    )


@pytest.fixture
def files(monkeypatch):
    """What is offered for download, by label: its name and how to make it."""
    made = {}
    real = st.download_button

    def noted(label, data=None, file_name=None, **how):
        made[label] = file_name, data
        return real(label, data=data, file_name=file_name, **how)

    monkeypatch.setattr(st, "download_button", noted)
    return made


def saved(app, files):
    app.switch_page("streamlit_app.py").run()
    name, make = files["Save this session"]
    return name, make()


def another(engine):
    """Somebody else, on Data."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    return app.switch_page("pages/data.py").run()


def upload(app, name, data):
    app.get("file_uploader")[0].set_value((name, data, "application/octet-stream")).run()
    assert not app.exception
    return app


def seen(app):
    """Words, tables and charts of every page, as they are shown."""
    found = {}
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception
        said = re.sub(r"Opened: .*", "", words(app)).strip()
        tables = [frame.value.to_csv() for frame in (*app.dataframe, *app.table)]
        charts = [chart.proto.spec for chart in app.get("plotly_chart")]
        values = [str(widget.value) for widget in (*app.number_input, *app.selectbox)]
        found[page] = said, tables, charts, values
    return found


def test_with_nothing_to_lose_nothing_is_said_about_saving(app):
    assert "Nothing is kept" not in words(app)
    assert "Save this session" not in [each.label for each in app.get("download_button")]


def test_where_something_would_be_lost_home_and_the_sidebar_say_so(loaded):
    loaded.switch_page("streamlit_app.py").run()
    assert "Nothing is kept on this server." in words(loaded)
    assert len(loaded.get("download_button")) == 2
    loaded.switch_page("pages/train.py").run()
    assert [each.label for each in loaded.sidebar.get("download_button")] == ["Save this session"]


def test_all_pages_show_what_they_showed_before(trained, engine, files):
    workspace = trained.session_state["workspace"]
    workspace.set_unit("boxes")
    workspace.choose("dropout", 0.25)
    trained.switch_page("pages/train.py").run()
    press(trained, "Train")
    workspace.rename(workspace.runs[0], "The first")
    workspace.decide("rmse")
    workspace.selected = workspace.runs[0].id
    name, data = saved(trained, files)
    assert name == "umbrellas.lookback"
    # How the job that has just ended fared is no part of a session.
    workspace.job = None
    before = seen(trained)
    other = upload(another(engine), name, data)
    assert "Opened: umbrellas.csv, monthly, 2 runs" in words(other)
    after = seen(other)
    for page in PAGES:
        for one, same in zip(before[page], after[page], strict=True):
            assert one == same, page
    look_closer(other, "Runs")
    assert "The first" in words(other)


def test_a_capsule_called_a_zip_is_one_all_the_same(trained, engine, files):
    _, data = saved(trained, files)
    other = upload(another(engine), "archive.zip", data)
    assert len(other.session_state["workspace"].runs) == 1


def test_where_it_would_replace_something_it_asks_first(trained, engine, files):
    _, data = saved(trained, files)
    workspace = trained.session_state["workspace"]
    workspace.load(CSV.replace("Umbrellas", "Hats").encode(), "hats.csv")
    trained.switch_page("pages/data.py").run()
    upload(trained, "old.lookback", data)
    said = words(trained)
    assert "The capsule holds umbrellas.csv, monthly, 1 run, saved on" in said
    assert "replaces what is here: hats.csv, monthly, 1 run" in said
    press(trained, "Leave it")
    assert workspace.loaded.origin.filename == "hats.csv"
    assert "replaces" not in words(trained)
    upload(trained, "old.lookback", data)
    press(trained, "Open it")
    assert workspace.loaded.origin.filename == "umbrellas.csv"
    assert "Opened: umbrellas.csv" in words(trained)


def test_it_waits_while_work_is_running(trained, engine, files):
    _, data = saved(trained, files)
    engine.hold = True
    trained.switch_page("pages/train.py").run()
    press(trained, "Train")
    trained.switch_page("pages/data.py").run()
    upload(trained, "old.lookback", data)
    press(trained, "Open it")
    assert "Wait for it, or cancel it" in words(trained)


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("old.lookback", lambda data: data[:-100], "or it arrived incomplete"),
        ("old.lookback", lambda data: CSV.encode(), "no capsule of Lookback"),
        ("old.zip", lambda data: data.replace(b"session.json", b"sessiox.json"), "damaged"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_and_the_data_are_kept(
    trained, engine, files, name, damage, said
):
    _, data = saved(trained, files)
    trained.switch_page("pages/data.py").run()
    upload(trained, name, damage(data))
    assert said in words(trained)
    assert f"{name}: " in words(trained)
    assert "The data from before is kept." in words(trained)
    assert len(trained.session_state["workspace"].runs) == 1


def test_a_newer_file_beside_an_opened_capsule_says_what_has_come_since(trained, engine, files):
    _, data = saved(trained, files)
    other = upload(another(engine), "old.lookback", data)
    newer = CSV + "".join(f"\n2021-{month:02d}-01,{175 + month}" for month in (1, 2, 3))
    upload(other, "newer.csv", newer.encode())
    assert "goes on where the series of Run 1 ended" in words(other)


def test_a_session_that_no_capsule_holds_says_so_in_place_of_the_button(trained, monkeypatch):
    workspace = trained.session_state["workspace"]
    workspace.budget_files["Umbrellas"] = "large.csv", bytes(2_000_000)
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "2")
    trained.switch_page("pages/train.py").run()
    assert not trained.sidebar.get("download_button")
    assert "a capsule holds at most 2 MB on this server" in words(trained)


@pytest.mark.parametrize(
    ("title", "name"),
    [("Übersicht 2020.xlsx", "ubersicht-2020"), ("../../etc/passwd", "etc-passwd"),
     ("日本", "session"), ("a" * 99, "a" * 40), ("Airline passengers", "airline-passengers")],
)  # fmt: skip
def test_the_file_has_a_plain_name(loaded, title, name):
    workspace = loaded.session_state["workspace"]
    workspace.load(CSV.encode(), "x.csv", title)
    assert saving.filename(workspace) == f"{name}.lookback"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LOOKBACK_WORKSPACE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def home(app):
    app.switch_page("streamlit_app.py").run()
    assert not app.exception
    return app


def test_without_a_folder_nothing_is_said_of_keeping_sessions_on_the_server(loaded):
    home(loaded)
    assert "Keep it on this server" not in [button.label for button in loaded.button]
    assert "Sessions kept" not in words(loaded)


def test_a_session_is_kept_listed_opened_renamed_and_deleted(trained, engine, folder):
    press(home(trained), "Keep it on this server")
    assert "Kept on this server as umbrellas.csv." in words(trained)
    assert "Nothing but a portfolio is kept by itself." in words(trained)
    other = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    assert "Everyone who can open this Lookback sees them." in words(other)
    assert re.search(r"umbrellas.csv, monthly, 1 run; saved on \d+ \w+ \d{4}", words(other))
    press(other, "Open")
    assert "Opened: umbrellas.csv, monthly, 1 run" in words(other)
    workspace = other.session_state["workspace"]
    verdict = trained.session_state["workspace"].run().verdict.sentence
    assert workspace.run().verdict.sentence == verdict
    name = next(field for field in other.text_input if field.label == "Name of the session")
    name.set_value("March, *final*").run()
    press(other, "Rename it")
    assert "**March, *final***" in words(other)
    press(other, "Open")
    assert "replaces what is here" in words(other)
    press(other, "Leave it")
    press(other, "Delete it for good")
    assert "Sessions kept" not in words(other)
    assert [path.suffix for path in folder.iterdir()] == [".sqlite3"]


def test_a_session_damaged_in_its_folder_says_so(trained, engine, folder):
    press(home(trained), "Keep it on this server")
    (file,) = folder.glob("*.lookback")
    file.write_bytes(file.read_bytes()[:-50])
    press(trained, "Open")
    assert "or it arrived incomplete" in words(trained)
    file.unlink()
    assert "Sessions kept" not in words(home(trained))


def test_a_folder_that_can_not_be_used_says_so_and_the_page_goes_on(loaded, folder):
    folder.write_bytes(b"a file")
    assert "look at LOOKBACK_WORKSPACE" in words(home(loaded))
    assert "Where you stand" in words(loaded)
