"""What a person wants done to gaps and outliers before any model sees a series: choices only.

`core.treated` carries them out, inside each fold.
"""

from dataclasses import dataclass
from typing import Literal

from core.settings import setting, validate


@dataclass(frozen=True)
class Treatment:
    """Choices that travel with a series; each is carried out on a fold's own past.

    Attributes:
        gaps: What stands where nothing was observed.
        outliers: What becomes of values far from what is usual.
    """

    gaps: Literal["leave", "zero", "carry", "linear", "seasonal"] = setting(
        "leave",
        options=(
            ("leave", "Leave to each model"),
            ("zero", "Zero"),
            ("carry", "Last value again"),
            ("linear", "Straight line"),
            ("seasonal", "Line and season"),
        ),
        label="Periods without a value",
        help="What stands where the file has no value. Left to each model, some skip them and some "
        "draw a line. Zero where no row means no sale. Gaps are filled from what came before each "
        "cutoff only, and are never scored.",
    )
    outliers: Literal["keep", "replace"] = setting(
        "keep",
        options=(("keep", "Keep"), ("replace", "Replace by what is usual")),
        label="Outliers",
        help="Whether models see values far from what season and level explain, or what would be "
        "usual on their dates. The test on the past scores the values as they are.",
    )

    def __post_init__(self) -> None:
        validate(self)
