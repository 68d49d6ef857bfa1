"""What can go wrong, as types.

LookbackError              its message is written for the person at the screen
├── DataError              the file or the series can't be used as it is
│   ├── SeriesTooShort     names the length needed and the length given
│   └── MissingAhead       a driver has no value on dates to forecast
├── SettingError           a setting is outside its bounds
├── LimitError             a stated limit of this server was reached
├── StorageError           the folder of kept sessions can't be read or written
├── ForecastError          a model could not be fitted to this series
└── EngineError            the place where work runs did not answer
    └── JobLost            the engine died while it held a job
Cancelled                  someone asked for the work to stop; not an error
"""


class LookbackError(Exception):
    """Base of every error whose message is fit to be shown to a person."""


class DataError(LookbackError):
    """The file or the series can't be used as it is; the message says where and what to do."""


class SeriesTooShort(DataError):
    """A series holds fewer observations than a model needs.

    Args:
        needed: Least number of observations.
        actual: Number of observations given.
        why: What asks for that many, as the end of a sentence ("a window of 24 and ...").
    """

    def __init__(self, needed: int, actual: int, why: str) -> None:
        super().__init__(needed, actual, why)
        self.needed = needed
        self.actual = actual
        self.why = why

    def __str__(self) -> str:
        return f"{self.needed} observations are needed, {self.actual} are there: {self.why}"


class MissingAhead(DataError):
    """A driver said to be known ahead has no value on dates to forecast.

    Args:
        driver: Its name, in quotation marks.
        dates: Those dates in words.
    """

    def __init__(self, driver: str, dates: str) -> None:
        super().__init__(driver, dates)
        self.driver = driver
        self.dates = dates

    def __str__(self) -> str:
        return (
            f"{self.driver} has no value for {self.dates}. Give its future values, or say that "
            "it is not known ahead."
        )


class SettingError(LookbackError):
    """A setting is outside its bounds; the message names the setting and the bounds."""


class LimitError(LookbackError):
    """A stated limit of this server was reached; the message gives the limit."""


class StorageError(LookbackError):
    """The folder in which sessions are kept can't be used, or a session is not in it any more."""


class ForecastError(LookbackError):
    """A model could not be fitted to this series; the message says why."""


class EngineError(LookbackError):
    """The engine did not start, did not answer, or failed in an unforeseen way."""


class JobLost(EngineError):
    """The engine went away while it held this job; data and settings are kept."""


class Cancelled(Exception):
    """Raised by a report to stop the work that called it."""
