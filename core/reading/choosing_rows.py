"""Rows left out or changed by choice: other series, zeros, unfinished periods."""

from dataclasses import replace

import numpy as np

from core import repair
from core.calendar import Frequency
from core.errors import SettingError
from core.reading.choices import PARTIAL, ZEROS, Choices, Detection
from core.reading.understanding import Understood
from core.receipt import Rows, Step
from core.unfinished import said_unfinished, unfinished
from core.wording import counted, listed, quoted


def only(rows: Rows, understood: Understood, series: tuple[str, ...]) -> tuple[Rows, list[Step]]:
    """The rows of the series chosen.

    Raises:
        SettingError: If there is no such series, or it only adds up the others.
    """
    labels = understood.labels
    if labels is None:
        return rows, []
    others = ~labels.chosen(series)[rows.index]
    if others.all():
        raise SettingError(
            f"The series {quoted(' / '.join(part for part in series if part))} has no rows of its "
            "own: it adds up the others. Choose one of them, or all combined."
        )
    shown = quoted(" / ".join(part for part in series if part))
    text = f"{counted(int(others.sum()), 'row')} of other series than {shown} left out."
    return repair.leave_out(rows, others, "Other series left out", text)


def without_zeros(rows: Rows, chosen: str | None) -> tuple[Rows, list[Detection], list[Step]]:
    """Rows whose zeros are missing values if that was chosen, and what could be chosen."""
    zeros = np.asarray(rows["value"] == 0)
    if not zeros.any():
        return rows, [], []
    reason = "chosen by you" if chosen else f"{counted(int(zeros.sum()), 'zero')} kept as they are"
    found = [Detection("zeros", "Zeros", chosen or ZEROS[0], reason, ZEROS)]
    if chosen != ZEROS[1]:
        return rows, found, []
    rows, steps = repair.without_zeros(rows, zeros)
    return rows, found, steps


def whole_periods(
    rows: Rows, frequency: Frequency, choices: Choices
) -> tuple[Rows, list[Detection], list[Step], list[str]]:
    """Rows without those of an unfinished first or last period, unless these are to be kept."""
    found, chosen = unfinished(rows, frequency), choices.partial
    if choices.last_out is not None:
        known = {period.words for period in found}
        said = said_unfinished(rows, frequency, choices.last_out)
        found += [period for period in said if period.words not in known]
    if not found:
        return rows, [], [], []
    sentences = [period.sentence for period in found]
    reason = "chosen by you" if chosen else "part of a period is not comparable with whole ones"
    value = chosen or PARTIAL[0]
    detection = Detection("partial", "Unfinished periods", value, reason, PARTIAL)
    if value == "keep":
        kept = " It is kept, so its value is not comparable with the others."
        return rows, [detection], [], [sentence + kept for sentence in sentences]
    out = np.logical_or.reduce([period.rows for period in found])
    periods = listed([period.words for period in found])
    text = f"{counted(int(out.sum()), 'row')} of {periods} left out: {' '.join(sentences)}"
    rows, steps = repair.leave_out(rows, out, "Unfinished periods left out", text)
    steps = [replace(step, setting="partial") for step in steps]
    return rows, [detection], steps, [f"{sentence} It is left out." for sentence in sentences]
