"""An account as one HTML page: opens offline, prints well, holds nothing from elsewhere."""

import html
import json
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from core.account import Account
from core.saved_charts import PICTURES, saved
from core.wording import amount

MOST_ROWS = 500
"""Rows of a table that are printed; files hold the rest."""

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 60rem; margin: 2rem auto;
  padding: 0 1.2rem; }
h1 { font-size: 1.6rem; letter-spacing: -.02em; margin-bottom: .2rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
p { max-width: 44rem; }
p.made { color: #4a5563; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
caption { text-align: left; color: #4a5563; padding-bottom: .3rem; }
th, td { padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #e3e7ec; text-align: left;
  vertical-align: top; }
th.number, td.number { text-align: right; }
.scrolls { overflow-x: auto; }
figure { margin: 0 0 1.2rem; }
summary { cursor: pointer; font-weight: 600; margin-top: 1rem; }
@media (max-width: 600px) {
  /* Above the chart, where it covers neither buttons nor legend. */
  figure { padding-top: 30px; }
  .modebar-container { transform: translateY(-30px); }
}
@media print {
  body { margin: 0; max-width: none; font-size: 11pt; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .modebar { display: none !important; }
}
"""

_SAVE_AS = """
const kinds = KINDS;
const save = (format, title) => ({
  name: format,
  title: `Save as ${title}`,
  icon: format === "svg" ? Plotly.Icons.pencil : Plotly.Icons.camera,
  click: (chart) => Plotly.downloadImage(chart, {...chart._context.toImageButtonOptions, format}),
});
Plotly.setPlotConfig({
  modeBarButtonsToRemove: ["toImage"],
  modeBarButtonsToAdd: Object.entries(kinds).map(([format, title]) => save(format, title)),
});
"""
"""Before the charts are drawn: a button for each kind of file in place of Plotly's camera."""

_OPEN_TO_PRINT = """
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
});
"""


def to_html(account: Account, figures: Mapping[str, tuple[go.Figure, str]], made: str) -> bytes:
    """The account as a page of its own.

    Everything that comes from a file is escaped.

    Args:
        account: What is told.
        figures: By heading, a chart on light ground and what it shows in words.
        made: When and with what it was made, a sentence.
    """
    said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in account.sentences)
    charts = "".join(_figure(heading, figure, alt) for heading, (figure, alt) in figures.items())
    mine = account.forecast[account.forecast["Model"] == account.chosen]
    if account.whole:
        mine = mine.round()
    parts = [
        _section(f"Forecast ({account.chosen})", mine.drop(columns="Model"), opened=True),
        _section("Every model on the same past cutoffs", account.scores, opened=True),
        *([_section("Drivers to come", account.drivers)] if len(account.drivers) else []),
        _section("Settings", account.settings),
        _section("What each model decided", account.notes),
    ]
    if len(account.receipt):
        parts.append(_section("Receipt: every change made to the data", account.receipt))
        parts.append(f"<p>{html.escape(account.control)}</p>")
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(account.title)}</title>
<style>{_STYLE}</style>
<script>{get_plotlyjs()}</script>
<script>{_SAVE_AS.replace("KINDS", json.dumps(PICTURES))}</script>
</head>
<body>
<main>
<h1>{html.escape(account.title)}</h1>
<p class="made">{html.escape(made)}</p>
{said}
{charts}
{"".join(parts)}
</main>
<script>{_OPEN_TO_PRINT}</script>
</body>
</html>
"""
    return page.encode()


def _figure(heading: str, figure: go.Figure, alt: str) -> str:
    drawn = figure.to_html(
        full_html=False,
        include_plotlyjs=False,
        config={
            "displaylogo": False,
            "responsive": True,
            # What would send the chart to its maker's servers.
            "showSendToCloud": False,
            # The kind is that of the button pressed.
            "toImageButtonOptions": saved(alt, "png"),
        },
    )
    return (
        f"<h2>{html.escape(heading)}</h2>"
        f'<figure role="group" aria-label="{html.escape(alt, quote=True)}">{drawn}</figure>'
    )


def _section(heading: str, table: pd.DataFrame, *, opened: bool = False) -> str:
    rows = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>"
        for row in table.head(MOST_ROWS).itertuples(index=False)
    )
    numeric = [pd.api.types.is_numeric_dtype(table[column]) for column in table]
    headings = _headings([str(column) for column in table], numeric)
    more = len(table) - MOST_ROWS
    note = f"<p>{more} more rows are left out here.</p>" if more > 0 else ""
    state = " open" if opened else ""
    return (
        f"<details{state}><summary>{html.escape(heading)}</summary>"
        f'<div class="scrolls" tabindex="0"><table><thead><tr>{headings}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}</details>"
    )


def _headings(names: Sequence[str], numeric: Sequence[bool]) -> str:
    return "".join(
        f'<th scope="col"{_kind(right)}>{html.escape(name)}</th>'
        for name, right in zip(names, numeric, strict=True)
    )


def _kind(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def _cell(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        midnight = value == value.normalize()
        return f"<td>{value:%Y-%m-%d}</td>" if midnight else f"<td>{value:%Y-%m-%d %H:%M}</td>"
    if isinstance(value, int | float):
        return f'<td class="number">{"" if value != value else amount(float(value))}</td>'
    return f"<td>{html.escape(str(value))}</td>"
