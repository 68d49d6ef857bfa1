"""A portfolio as a workbook."""

import io

import numpy as np
import openpyxl

from core.portfolio.chunk import Chunk, forecast_chunk
from core.portfolio.levels import with_totals
from core.portfolio.overview import overview
from core.portfolio.tables import forecasts, overviews
from core.portfolio.workbook import to_workbook
from core.sheets import sheet_names
from tests.core.portfolio.retail import panel
from tests.core.portfolio.test_overview import PLAN


def test_each_level_has_a_sheet():
    levelled = with_totals(panel(6), {1})
    every = np.arange(len(levelled.panel))
    result = forecast_chunk(Chunk(every, levelled.panel, PLAN))
    found = overview(levelled.panel, PLAN, [result], 12, levelled.level)
    table = forecasts(levelled.panel, found, [result])
    of = levelled.level.repeat(PLAN.horizon)
    levels = {name: table[of == at] for at, name in enumerate(levelled.names)}
    told = overviews(levelled.panel, found)
    book = openpyxl.load_workbook(io.BytesIO(to_workbook("Units", ["So it is."], told, levels)))
    assert book.sheetnames == ["Summary", "Overview", "All together", "Each shop", "Each series"]
    assert book["Summary"]["A3"].value == "So it is."
    rows = list(book["Each shop"].iter_rows(values_only=True))
    assert rows[0][:4] == ("shop", "product", "date", "model")
    assert len(rows) == 1 + 3 * PLAN.horizon
    np.testing.assert_allclose(rows[1][5], levels["Each shop"]["point"].iloc[0])


def test_names_of_sheets_are_those_that_excel_takes():
    long = "Each Region and Shop and Department and Brand"
    found = sheet_names(["A/B", "a b", long, long + " too", ""])
    assert found[0] == "A B"
    assert len({name.lower() for name in found}) == 5
    assert all(0 < len(name) <= 31 for name in found)
