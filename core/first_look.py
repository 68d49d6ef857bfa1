"""A first forecast without a button: what the practised network says as soon as a file is read."""

import logging
import uuid
from dataclasses import replace

from core.errors import LookbackError, MissingAhead
from core.folds import possible
from core.forecaster import Forecast
from core.models import Practised
from core.timeseries import TimeSeries
from core.treated import treated

logger = logging.getLogger(__name__)

READS = 5_000
"""Newest values it reads at most: it runs in the process that serves pages."""


def first_look(ts: TimeSeries, horizon: int) -> Forecast | None:
    """The practised network's forecast, at once and without TensorFlow; None if there is none.

    Drivers count as soon as their future values are there. It is an extra, so nothing that goes
    wrong here keeps a file from being read.
    """
    try:
        model = Practised(context=READS, adaptation="off")
        past = treated(ts)
        try:
            fitted = model.fit(past.ts, horizon)
        except MissingAhead:
            fitted = model.fit(replace(past.ts, drivers=None), horizon)
        return possible(past.restore(fitted.predict(residuals=False)), ts)
    except LookbackError:
        return None
    except Exception:
        logger.exception("first look failed", extra={"error_id": uuid.uuid4().hex[:8]})
        return None
