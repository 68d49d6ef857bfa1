"""A web process that has a portfolio worked on until it is killed.

python -m tests.core.engine.lone_job ADDRESS FOLDER SERIES
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from distributed import Client

from core.engine.portfolio_job import PortfolioJob
from core.models import SeasonalNaive
from core.portfolio.parts import Parts
from core.portfolio.request import Portfolio
from tests.core.engine.models import Counting
from tests.core.engine.places import QUICK, Place
from tests.core.portfolio.retail import panel

JOB = "lone"


def portfolio(folder, series):
    """What is asked for: chunks of two."""
    plan = replace(QUICK, models=(SeasonalNaive(), Counting(str(folder / "fits"))))
    return Portfolio(panel(series), plan, 2)


def job(client, folder, series):
    asked = portfolio(folder, series)
    return PortfolioJob(JOB, asked, Parts(folder / "parts", asked.sizes), Place(client))


if __name__ == "__main__":
    with Client(sys.argv[1], set_as_default=False) as connected:
        made = job(connected, Path(sys.argv[2]), int(sys.argv[3]))
        made.start()
        while not made.done:
            time.sleep(0.01)
        print("some are done", flush=True)
        made.wait()
