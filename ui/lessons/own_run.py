"""What a person has trained on the series of a lesson."""

from core.timeseries import TimeSeries
from ui import session
from ui.lessons.once import same
from ui.runs import Run


def own_run(ts: TimeSeries) -> Run | None:
    """The newest run on a series; None if there is none."""
    runs = reversed(session.workspace().runs)
    return next((run for run in runs if same(run.training.ts, ts)), None)
