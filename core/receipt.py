"""The receipt of a file: every change between its rows and the series, with counts and totals.

Rows travel as a frame with the columns `ds` (stamps), `value` (float64, NaN where missing),
`series` (names, categorical) and `line` (of the file), in file order.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.wording import amount

Rows = pd.DataFrame


@dataclass(frozen=True)
class Step:
    """One line of a receipt.

    Attributes:
        name: What was done, in a few words.
        count: Rows, dates or periods it was done to.
        text: A sentence with the count.
        example: One case, naming the line of the file where there is one.
        total_before: Sum of all values before the step.
        total_after: Sum of all values after it.
        setting: Field of `core.reading.Choices` that decides about it, "" where none does.
    """

    name: str
    count: int
    text: str
    example: str
    total_before: float
    total_after: float
    setting: str = ""


@dataclass(frozen=True)
class Receipt:
    """Everything that was done between the file and the series, in order."""

    steps: tuple[Step, ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def count(self, name: str) -> int:
        """Count of the step called `name`, 0 if it left no line."""
        return sum(step.count for step in self.steps if step.name == name)

    def control(self) -> str:
        """Whether the values still add up to what stood in the file, and if not, why."""
        before, after = self.steps[0].total_before, self.steps[-1].total_after
        changes = [
            f"step {number} ({step.name.lower()}) changed it by "
            f"{amount(step.total_after - step.total_before)}"
            for number, step in enumerate(self.steps, start=1)
            if not _same(step.total_before, step.total_after)
        ]
        if not changes:
            return f"Total before = total after: {amount(after)}."
        return (
            f"Total before {amount(before)}, after {amount(after)}: it differs by "
            f"{amount(after - before)} because {' and '.join(changes)}."
        )


def _same(one: float, other: float) -> bool:
    # No wider: of a large total, a row left out is a small part.
    return bool(np.isclose(one, other, rtol=1e-13, atol=1e-9))


def day(stamp: pd.Timestamp) -> str:
    """A date in words, with the time where there is one: "5 January 2020, 13:00"."""
    clock = "" if stamp == stamp.normalize() else f", {stamp:%H:%M}"
    return f"{stamp.day} {stamp:%B} {stamp.year}{clock}"


def total(values: pd.Series) -> float:
    """Sum of the values that are there."""
    return float(np.nansum(values.to_numpy(dtype=np.float64)))


def remark(
    rows: Rows, name: str, count: int, text: str, example: str = "", setting: str = ""
) -> list[Step]:
    """A step that changes no total; none if `count` is 0."""
    here = total(rows["value"])
    return [Step(name, count, text, example, here, here, setting)] if count else []
