"""The running job and the finished runs: adopted once, chosen, renamed, deleted, had back."""

import threading
from dataclasses import dataclass, field, replace

from core import environment
from core.engine.client import Engine
from core.engine.jobs import Job
from core.errors import LimitError
from core.training import Request, Trained
from ui.holdings import Loaded, Papers
from ui.runs import LONGEST_NAME, MEASURE, Run


@dataclass(eq=False)
class Trainings:
    """A person's runs and job.

    Attributes:
        runs: Finished trainings, oldest first.
        job: The newest job, running or over.
        selected: Id of the run that Compare and Forecast show.
        measure: The measure that decides who won, in every run.
        deleted: The run deleted last and its place, as long as it can be had back.
    """

    runs: list[Run] = field(default_factory=list)
    job: Job | None = None
    selected: str = ""
    measure: str = MEASURE
    deleted: tuple[int, Run] | None = None
    _papers: Papers = field(default_factory=dict, repr=False)
    _file: str = ""
    _about: str = ""
    _adopted: str = ""
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def running(self) -> Job | None:
        """The job that is waiting or running."""
        return self.job if self.job is not None and not self.job.over else None

    def submit(self, engine: Engine, request: Request, about: str, loaded: Loaded | None) -> None:
        """Have the engine work; see `Workspace.start`.

        Args:
            engine: Who does it.
            request: What is to be done.
            about: Id of the run that a question is about; "" for a new training.
            loaded: The file in hand.
        """
        with self._lock:
            if self.running is not None:
                raise LimitError(
                    "Work of yours is running already. Wait for it, or cancel it first."
                )
            self.job = engine.submit(request)
            self._about = about
            self._papers = loaded.papers if loaded is not None else {}
            self._file = loaded.fingerprint if loaded is not None else ""

    def asked(self, run: Run) -> Job | None:
        """The newest job, if it is a question about this run."""
        return self.job if self._about == run.id else None

    def adopt(self) -> Run | None:
        """Take in what a job has just given, once: a new run, or an answer about an earlier one.

        Returns:
            The run, if it is a new one.
        """
        with self._lock:
            job = self.job
            if job is None or not job.over or job.result is None or job.id == self._adopted:
                return None
            self._adopted = job.id
            if not isinstance(job.result, Trained):
                for run in self.runs:
                    if run.id == self._about:
                        run.answers.append(job.result)
                return None
            self._count += 1
            trained = job.result
            run = Run(
                job.id,
                self._count,
                trained.training,
                trained,
                job.curves,
                self._papers,
                measure=self.measure,
                file=self._file,
            )
            self.deleted = None
            self.runs.append(run)
            del self.runs[: -environment.number("LOOKBACK_MAX_RUNS")]
            self.selected = run.id
            return run

    def resume(self, runs: list[Run], selected: str, measure: str) -> None:
        """Have these runs in place of those there are; what a job gave before is forgotten.

        Args:
            runs: Finished trainings, oldest first.
            selected: Id of the one in view.
            measure: The measure that decides.
        """
        with self._lock:
            self.runs, self.selected, self.measure = runs, selected, measure
            self.job, self.deleted, self._about = None, None, ""
            self._count = max((run.number for run in runs), default=0)

    def run(self) -> Run | None:
        """The run that Compare and Forecast show: the one chosen, else the newest."""
        for run in self.runs:
            if run.id == self.selected:
                return run
        return self.runs[-1] if self.runs else None

    def decide(self, measure: str) -> None:
        """Have another measure decide who won, in the runs there are and in those to come."""
        with self._lock:
            self.measure = measure
            self.runs = [replace(run, measure=measure) for run in self.runs]

    def rename(self, run: Run, name: str) -> None:
        """Call a run something; "" for what it was trained with."""
        shown = " ".join(name.split())[:LONGEST_NAME]
        with self._lock:
            self.runs = [
                replace(each, name=shown) if each.id == run.id else each for each in self.runs
            ]

    def delete(self, run: Run) -> None:
        """Forget a run; `restore` has the newest of those back until another is trained.

        One that is gone already, deleted in another tab, stays gone.
        """
        with self._lock:
            for place, each in enumerate(self.runs):
                if each.id == run.id:
                    self.deleted = place, each
                    self.runs = [*self.runs[:place], *self.runs[place + 1 :]]
                    return

    def restore(self) -> None:
        """Have back the run that was deleted last, judged by the measure that decides now."""
        with self._lock:
            if self.deleted is not None:
                place, run = self.deleted
                run = replace(run, measure=self.measure)
                self.runs = [*self.runs[:place], run, *self.runs[place:]]
                self.selected, self.deleted = run.id, None
