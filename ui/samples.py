"""The sample files, as their catalogue lists them."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from core.first_look import first_look
from core.forecaster import Forecast
from core.profile import recommend
from core.reading import Reading, interpret, open_table
from core.timeseries import TimeSeries
from ui.workspace import Workspace

_FOLDER = Path(__file__).resolve().parent.parent / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One sample file.

    Attributes:
        file: Its name in `sample_data/`.
        title: What it is, for a list.
        unit: Unit of its values, "" where they have none.
        frequency: Its frequency's name.
        synthetic: Whether a script made it up.
        about: One sentence for an analyst.
        source: Where it comes from.
        licence: Under which terms.
    """

    file: str
    title: str
    unit: str
    frequency: str
    synthetic: bool
    about: str
    source: str
    licence: str


CATALOGUE = tuple(
    Sample(**entry) for entry in json.loads((_FOLDER / "catalogue.json").read_text("utf-8"))
)


def load(workspace: Workspace, sample: Sample) -> None:
    """Take a sample on as if it had been uploaded."""
    workspace.load(
        (_FOLDER / sample.file).read_bytes(),
        sample.file,
        sample.title,
        unit=sample.unit,
        synthetic=sample.synthetic,
    )


@st.cache_data(show_spinner=False)
def _read(file: str) -> Reading:
    # The same for everyone, so a cache that all share is safe here.
    return interpret(open_table((_FOLDER / file).read_bytes(), file))


@st.cache_data(show_spinner=False)
def _look(file: str) -> Forecast | None:
    series = _read(file).series
    return first_look(series, recommend(series).horizon)


def look(sample: Sample) -> Forecast | None:
    """A first look at a sample's series."""
    return _look(sample.file)


def series(sample: Sample) -> TimeSeries:
    """A sample's series, as the Data page would read it untouched."""
    return replace(_read(sample.file).series, unit=sample.unit)
