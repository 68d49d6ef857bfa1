"""The way a file writes its dates, found in its cells and used again for the dates of a forecast.

A style is a template as `strftime` takes it, with `%-d`, `%-m` and `%-y` for numbers without a
leading zero, `%q` for the quarter and `%+y` for the last two digits of the year after, `%+Y` for
all four.
"""

import numpy as np
import pandas as pd

_DAYS = (
    "%Y-%m-%d", "%d.%m.%Y", "%-d.%-m.%Y", "%d/%m/%Y", "%-d/%-m/%Y", "%m/%d/%Y", "%-m/%-d/%Y",
    "%d-%m-%Y", "%-d-%-m-%Y", "%m-%d-%Y", "%-m-%-d-%Y", "%d.%m.%y", "%-d.%-m.%y", "%d/%m/%y",
    "%-d/%-m/%y", "%m/%d/%y", "%-m/%-d/%y", "%d-%m-%y", "%Y/%m/%d", "%Y/%-m/%-d", "%Y.%m.%d",
    "%Y-%-m-%-d", "%Y%m%d", "%d %b %Y", "%-d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%-d-%b-%y",
    "%d %B %Y", "%-d %B %Y", "%b %d, %Y", "%b %-d, %Y", "%B %d, %Y", "%B %-d, %Y",
)  # fmt: skip
_CLOCKS = (" %H:%M", " %H:%M:%S", "T%H:%M:%S", "T%H:%M:%SZ", "T%H:%M", " %-H:%M")
_PERIODS = (
    "%Y-%m", "%Y-%-m", "%m/%Y", "%-m/%Y", "%m.%Y", "%m-%Y", "%Y/%m", "%Y%m", "%YM%m", "%Y M%m",
    "%b-%y", "%b %y", "%b-%Y", "%b %Y", "%b. %Y", "%B %Y", "%B-%Y", "%b'%y", "%Y %b", "%Y-%b",
    "%B-%y", "%B %y", "%YQ%q", "%Y-Q%q", "%Y Q%q", "Q%q %Y", "Q%q-%Y", "Q%q/%Y", "Q%q %y", "Q%q'%y",
    "%qQ%y", "%qQ%Y", "%qQ %Y", "%G-W%V", "%GW%V", "%G W%V", "%Y", "FY%Y", "FY %Y", "FY%y",
    "FY%Y Q%q", "FY%y Q%q", "Q%q FY%Y", "Q%q FY%y", "FY%YQ%q", "FY%yQ%q", "FY%Y-Q%q", "FY%y-Q%q",
    "Q%qFY%Y", "Q%qFY%y", "%Y/%+y", "%Y-%+y", "%Y/%+Y", "%Y-%+Y", "FY%Y/%+y", "FY%Y-%+y",
    "FY%y/%+y", "FY%y-%+y", "FY %Y/%+y", "FY %Y-%+y", "Fiscal Year %Y", "%Y/%+y Q%q", "Q%q %Y/%+y",
    "%-y-%m",
)  # fmt: skip
STYLES = (*_DAYS, *_PERIODS, *(day + clock for day in _DAYS for clock in _CLOCKS))
_LOOKED_AT = 200


def find_style(texts: pd.Series, stamps: pd.DatetimeIndex) -> str:
    """The template that writes each of `stamps` as it stands in `texts`.

    Args:
        texts: Cells, strings, shape (n,).
        stamps: What they were read as, shape (n,), NaT allowed.

    Returns:
        A template, or "" if none fits every one of the first different cells.
    """
    first = ~texts.duplicated().to_numpy() & np.asarray(stamps.notna())
    pairs = [(str(texts.iloc[at]).strip(), stamps[at]) for at in np.flatnonzero(first)[:_LOOKED_AT]]
    if not pairs:
        return ""
    for style in STYLES:
        if all(text.casefold() == _write(stamp, style).casefold() for text, stamp in pairs):
            return style
    return ""


def written(stamps: pd.DatetimeIndex, style: str) -> list[str]:
    """Dates as a style has them; ISO dates, with the time where there is one, for ""."""
    if not style:
        midnight = bool((stamps == stamps.normalize()).all())
        style = "%Y-%m-%d" if midnight else "%Y-%m-%dT%H:%M:%S"
    return [_write(stamp, style) for stamp in stamps]


def _write(stamp: pd.Timestamp, style: str) -> str:
    for code, number in (
        ("%-d", stamp.day),
        ("%-m", stamp.month),
        ("%-H", stamp.hour),
        ("%-y", stamp.year % 100),
        ("%q", stamp.quarter),
    ):
        style = style.replace(code, str(number))
    style = style.replace("%+Y", str(stamp.year + 1))
    style = style.replace("%+y", f"{(stamp.year + 1) % 100:02d}")
    # Month names are English, whatever the machine's language.
    names = stamp.month_name()
    style = style.replace("%B", names).replace("%b", names[:3])
    return stamp.strftime(style)
