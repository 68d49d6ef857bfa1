"""The past of each series as models see it, with gaps and outliers treated as was chosen."""

import numpy as np

from core.panel import Panel
from core.treated import treated


def past_of(panel: Panel, row: int, until: int) -> np.ndarray:
    """Values of a series from its first one to step `until`, which is left out, shape (n,).

    What is done to them is decided from these alone. A series that had not begun is empty.
    """
    first = int(panel.spans[row, 0])
    past = panel.values[row, first:until]
    if not len(past) or panel.treatment.leaves(past):
        return past
    # A series with dates takes longer than many a fit: only where something is to be done.
    return treated(panel.series(row).until(panel.index[until - 1])).ts.values
