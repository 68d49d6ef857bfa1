"""Who won, by how much, and how sure that is: in words, losses included."""

from dataclasses import dataclass

from core.backtest import Backtest
from core.comparison import CLOSE, Contest, Pair, losses
from core.measures import MEASURES
from core.phrases import NAIVE, RIVAL, Phrases, folds, how_often, sentence
from core.significance import ENOUGH
from core.timeseries import TimeSeries
from core.wording import listed, number, percent


@dataclass(frozen=True)
class Verdict:
    """What the comparison says.

    Attributes:
        sentence: Who won, in how many folds, and by how much.
        trust: How sure that is, and which folds could not be compared.
        advice: What to use, where that can be said; which other model did better still.
        baseline: How both stand against the naive baseline, and how the network trained here did
            if it is not one of them.
        winner: Name of the winner, the network or ARIMA; "" where it can't be said.
        contest: The numbers it was read from; None where nothing could be compared.
    """

    sentence: str
    trust: str = ""
    advice: str = ""
    baseline: str = ""
    winner: str = ""
    contest: Contest | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return _joined(self.sentence, self.trust, self.advice, self.baseline)


def verdict(
    backtest: Backtest, network: str, ts: TimeSeries, *, by: str = "mae", here: str = ""
) -> Verdict:
    """Compare a network with ARIMA and the naive baseline on the folds all three share.

    Args:
        backtest: Past forecasts of at least these three models.
        network: Name of the network.
        ts: The series that is forecast, for its unit and its words for dates.
        by: The measure that decides.
        here: Name of the network trained here, if another one is compared.
    """
    say = Phrases(MEASURES[by], ts)
    forecast = set(backtest.predictions["model"])
    present = [name for name in (network, RIVAL, NAIVE) if name in forecast]
    missing = [say.the(name) for name in (network, RIVAL) if name not in present]
    if missing:
        return _without(say, backtest, missing, present)
    found = losses(backtest, present, by)
    if found.table.empty:
        reasons = "; ".join(_reasons(say, backtest, present))
        return Verdict(f"No fold could be compared: {reasons}.")
    contest = Contest(found, network, RIVAL, NAIVE if NAIVE in present else "")
    return Verdict(
        _sentence(say, contest),
        _joined(_left_out(say, backtest, contest, present), _trust(say, backtest, contest)),
        _advice(say, contest),
        _joined(_baseline(say, contest), _trained_here(say, contest, here)),
        contest.pair.better if contest.settled else "",
        contest,
    )


def _sentence(say: Phrases, contest: Contest) -> str:
    pair = contest.pair
    better, worse = say.the(pair.better), say.the(pair.worse)
    if contest.exact:
        models = [better, worse, *([say.the(NAIVE)] if contest.naive else [])]
        return f"Nothing to choose: {listed(models)} were exact in {folds(pair.folds)}."
    if not contest.beating:
        beats = "does noticeably better than" if contest.first.close else "beats"
        use = "" if contest.clearly else ": use that"
        words = f"neither {better} nor {worse} {beats} {say.the(NAIVE)}{use}."
        return f"{say.measure.scope}, {words}" if say.measure.scope else sentence(words)
    if pair.close:
        return f"Too close to call: {better} {say.both(pair)}."
    closer = f"{say.measure.closer} in {pair.won} of {folds(pair.folds)}"
    if pair.luck:
        few = 2 * pair.won <= pair.folds
        in_them = (
            f"though {better} was {closer} only"
            if few
            else f"and {better} was {closer}, but that may be luck"
        )
        return f"No clear winner: {better} {say.both(pair)}, {in_them}."
    beat = "beat" if contest.settled else "was ahead of"
    in_them = f", and it was {closer}" if pair.folds > 1 else ""
    return f"{sentence(better)} {beat} {worse}: it {say.both(pair)}{in_them}."


def _trust(say: Phrases, backtest: Backtest, contest: Contest) -> str:
    if contest.exact:
        return ""
    pair = contest.first
    tested = pair.significance
    parts = []
    if tested is None:
        overlapping = " that overlap" if contest.losses.overlap else ""
        verb = "is" if pair.folds == 1 else "are"
        words = f"{sentence(folds(pair.folds))}{overlapping} {verb} too few to tell skill from luck"
        more = (
            f"; {ENOUGH} or more can. Set them under Advanced on Train, if the series is long "
            "enough"
        )
        parts.append(f"{words}{more if len(backtest.cutoffs) < ENOUGH else ''}.")
    if not (pair.close or (tested and tested.found)):
        parts.append(_one_fold(say, pair, backtest.horizon))
    if tested and (tested.found or not pair.close):
        two = f"{say.the(pair.better)} and {say.the(pair.worse)}"
        often = how_often(tested.p, pair.folds)
        chance = f"were {two} equally good, a lead this clear would come up {often}"
        if pair.close:
            parts.append("The lead is steady, but too small to matter.")
        else:
            parts.append(
                f"That is hardly luck: {chance}." if tested.found else f"{sentence(chance)}."
            )
    if not (contest.beating or (tested and tested.found)):
        parts.append(
            f"{sentence(say.the(NAIVE))} costs nothing, so it is for the others to prove that they "
            "are better."
        )
    return _joined(*parts)


def _one_fold(say: Phrases, pair: Pair, horizon: int) -> str:
    if pair.decisive is None:
        return ""
    ahead = pair.without[pair.decisive] < -CLOSE
    without = f"{say.the(pair.worse)} would be ahead" if ahead else "there would be none"
    return f"One fold makes that lead, {say.span(pair.decisive, horizon)}: without it {without}."


def _advice(say: Phrases, contest: Contest) -> str:
    pair, best = contest.pair, contest.best
    if contest.exact:
        return f"Use {say.the(NAIVE)}, the simplest." if contest.naive else ""
    if best and contest.clearly:
        lower = f"{percent(1 - best.best / best.worst)} {say.measure.less}"
        return (
            f"{sentence(say.the(best.better))} was clearly best of all: it "
            f"{say.missed(best.best)}, {lower} than {say.the(best.worse)}. Use it."
        )
    parts = []
    if contest.settled:
        parts.append(f"Use {say.the(pair.better)}.")
    elif (pair.close or pair.luck) and len(contest.beating) == 2:
        parts.append(f"Either can be used; {say.the(RIVAL)} is the simpler.")
    if best:
        luck = ", but the best of several is often just the luckiest" if best.significance else ""
        words = f"{say.the(best.better)} did best of all: it {say.missed(best.best)}{luck}."
        parts.append(sentence(words))
    return _joined(*parts)


def _baseline(say: Phrases, contest: Contest) -> str:
    if contest.exact or not contest.naive:
        return ""
    pair, result = contest.pair, contest.losses.result
    better, worse = say.the(pair.better), say.the(pair.worse)
    naive, missed = f"repeating {say.the(NAIVE)}", say.missed(result(NAIVE))
    if not contest.beating:
        two = f"{better} {say.beside(pair.best)} and {worse} {say.beside(pair.worst)}"
        return f"{sentence(naive)} {missed}, {two}."
    luck = contest.losses.pair(pair.better, NAIVE).luck
    beaten = f"{naive}, which {missed}{', though that may be luck' if luck else ''}"
    if len(contest.beating) == 2:
        return f"Both beat {beaten}."
    does = "hardly does" if pair.worst < result(NAIVE) else "does not"
    return f"{sentence(better)} beats {beaten}; {worse} {does}."


def _trained_here(say: Phrases, contest: Contest, here: str) -> str:
    """How the network trained here did on the same folds; "" if it failed in one of them."""
    told = (contest.network, contest.best.better if contest.best else "")
    if here in told or here not in contest.losses.table:
        return ""
    mine, theirs = (contest.losses.result(name) for name in (here, contest.network))
    than = f" was {say.measure.closer} than {say.the(contest.network)}: it"
    words = f"{say.the(here)} trained here{than if mine < theirs else ''} {say.missed(mine)}."
    return sentence(words)


def _left_out(say: Phrases, backtest: Backtest, contest: Contest, present: list[str]) -> str:
    every, compared = len(backtest.cutoffs), contest.pair.folds
    if compared == every:
        return ""
    reasons = "; ".join(_reasons(say, backtest, present))
    return f"Of {folds(every)} {number(compared)} could be compared: {reasons}."


def _reasons(say: Phrases, backtest: Backtest, present: list[str]) -> list[str]:
    """Why folds can't be compared, each with how many there are."""
    scores = backtest.scores()
    scored, results = (
        scores.pivot(index="cutoff", columns="model", values=column).reindex(backtest.cutoffs)
        for column in ("scored", say.measure.key)
    )
    scored, results = scored[present], results[present]
    failed = scored.isna()
    reasons = [
        f"{say.the(name)} failed in {number(int(failed[name].sum()))}"
        for name in present
        if failed[name].any()
    ]
    unobserved = (scored == 0).any(axis="columns")
    if unobserved.any():
        reasons.append(f"no actual value was observed in {number(int(unobserved.sum()))}")
    undefined = (results.isna() & (scored > 0)).any(axis="columns")
    if undefined.any():
        reasons.append(
            f"{say.measure.label} has nothing to divide by in {number(int(undefined.sum()))}, "
            "whose past never changed"
        )
    return reasons


def _without(say: Phrases, backtest: Backtest, missing: list[str], present: list[str]) -> Verdict:
    words = f"No verdict: {' and '.join(missing)} gave no forecast."
    if len(present) < 2:
        return Verdict(words)
    found, (rest, naive) = losses(backtest, present, say.measure.key), present
    if found.table.empty:
        return Verdict(words)
    baseline = (
        f"{sentence(say.the(rest))} {say.missed(found.result(rest))}, repeating "
        f"{say.the(naive)} {say.beside(found.result(naive))}."
    )
    return Verdict(words, baseline=baseline)


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
