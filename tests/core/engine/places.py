"""What portfolios under test are asked for, and where."""

from core.models import SeasonalNaive
from core.portfolio.plan import PortfolioPlan

QUICK = PortfolioPlan(horizon=6, choosing=1, reporting=1, models=(SeasonalNaive(),))


class Place:
    """A client, as an engine has one."""

    def __init__(self, client):
        self._client = client

    def client(self):
        return self._client
