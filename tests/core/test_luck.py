import pickle
from dataclasses import replace

import pytest

from core.engine.jobs import Job, State
from core.errors import Cancelled, SeriesTooShort, SettingError
from core.folds import RollingOrigin, one_by_one
from core.luck import Luck, LuckCheck, Seeded, seeds
from core.models import Pace, SeasonalNaive
from core.progress import silent
from core.training import Training, train
from tests.builders import seasonal
from tests.doubles import Sketch, SketchedArima


def training(n=84, folds=3, **settings):
    models = (Sketch(lookback=12, **settings), SketchedArima(), SeasonalNaive())
    return Training(seasonal(n), models, RollingOrigin(6, folds))


def carried_out(check, report=silent):
    return check.carry_out(report, one_by_one, Sketch.time_epoch)


def test_a_networks_own_seed_comes_first():
    assert seeds(Sketch(seed=7), 4) == (7, 8, 9, 10)
    assert seeds(Sketch(seed=2**31 - 1), 3) == (2**31 - 1, 0, 1)


@pytest.mark.parametrize("many", [2, 21])
def test_too_few_and_too_many_seeds_are_refused(many):
    with pytest.raises(SettingError, match="Between 3 and 20 seeds"):
        seeds(Sketch(), many)


def test_each_seed_is_tested_as_a_training_with_it_would_be():
    answer = carried_out(LuckCheck(training(), (2, 5)))
    assert answer.seeds == (2, 5)
    for seed in answer.seeds:
        theirs = train(training(seed=seed)).backtest.scores()
        theirs = theirs[theirs["model"] == "LSTM"]["mae"].to_numpy()
        mine = answer.backtest.scores()
        mine = mine[mine["model"] == f"LSTM, seed {seed}"]["mae"].to_numpy()
        assert list(mine) == list(theirs)


def test_the_answer_travels_and_holds_no_paths():
    answer = pickle.loads(pickle.dumps(carried_out(LuckCheck(training(), (2, 3)))))
    assert isinstance(answer, Luck)
    assert answer.backtest.paths == {}
    assert answer.backtest.models == ["LSTM, seed 2", "LSTM, seed 3"]


def test_a_check_that_can_not_work_is_refused():
    with pytest.raises(SeriesTooShort):
        LuckCheck(training(n=24), (2, 3)).check()


def test_it_takes_as_long_as_its_fits():
    check = LuckCheck(training(folds=3, epochs=10), (2, 3))
    # Two seeds, three folds, each trained twice over ten epochs.
    assert check.seconds(Pace(start=5.0, epoch=0.5)) == 5 + 2 * 3 * 2 * 10 * 0.5


def test_its_job_tells_how_far_it_is():
    check = LuckCheck(training(folds=2), (2, 3))
    job, shares = Job("x", check), []

    def hear(progress):
        job.hear(progress)
        shares.append(job.share_done())

    carried_out(check, hear)
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(1 / 6 / 4)
    assert shares[-1] == pytest.approx(1)
    assert job.share_of("LSTM, seed 2") == 1
    assert check.title == "Luck check"


def test_only_the_seed_differs():
    network = Sketch(lookback=12, units=8, seed=3)
    check = LuckCheck(replace(training(), forecasters=(network, SketchedArima())), (4,))
    assert check.forecasters == (Seeded(replace(network, seed=4)),)
    assert check.forecasters[0].name == "LSTM, seed 4"


def test_cancelled_midway_it_holds_the_seeds_that_were_done():
    check = LuckCheck(training(), (2, 3, 4))

    def until_the_third(progress):
        if progress.model == "LSTM, seed 4" and progress.fold == 2:
            raise Cancelled

    answer = carried_out(check, until_the_third)
    assert answer.seeds == (2, 3)
    whole = carried_out(replace(check, seeds=(2, 3)))
    assert answer.backtest.scores()["mae"].tolist() == whole.backtest.scores()["mae"].tolist()


def test_cancelled_before_the_first_seed_is_done_it_holds_nothing():
    def at_once(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        carried_out(LuckCheck(training(), (2, 3)), at_once)


@pytest.mark.parametrize(("request_", "kept"), [(LuckCheck(training(), (2,)), "parts"),
                                                (training(), None)])  # fmt: skip
def test_a_cancelled_job_keeps_what_is_of_use_in_parts(request_, kept):
    job = Job("x", request_)
    job.ask_to_stop()
    job.end(State.DONE, "parts")
    assert (job.state, job.result) == (State.CANCELLED, kept)
