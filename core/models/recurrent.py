"""The recurrent network: one model, its cell a setting."""

from dataclasses import dataclass, field
from typing import Literal

from core.forecaster import Lane, need
from core.models.ensemble import LEAST_KNOWN
from core.models.fitted_network import FittedRecurrent
from core.models.preparation import Recipe
from core.progress import Report, silent
from core.settings import AUTO, setting, validate
from core.timeseries import TimeSeries

CELLS = (
    ("lstm", "LSTM"),
    ("gru", "GRU"),
    ("rnn", "SimpleRNN"),
    ("lstm-peephole", "Peephole LSTM"),
    ("dense", "MLP"),
    ("perceptron", "Perceptron"),
)
LOSSES = (
    ("absolute", "Absolute"),
    ("quadratic", "Quadratic"),
    ("huber", "Huber"),
    ("pinball", "Quantile (pinball)"),
)
LEAST_WINDOWS = 4

VIEWS = ((True, 0.4), (False, 1.0), (True, 1.0), (False, 0.4))
"""How members see the series, in turn: in logs or not, and the smoothing of the level."""

NETWORK, TRAINING, PREPARATION = "The network", "Its training", "Preparing the series"


@dataclass(frozen=True)
class Pace:
    """How quickly a network trains here.

    Attributes:
        start: Seconds until its graph is compiled; the first fit only pays them.
        epoch: Seconds for a pass over the windows.
    """

    start: float
    epoch: float


@dataclass(frozen=True)
class Recurrent:
    """An ensemble of small networks, each over a window of the past.

    They see the series in different ways (`VIEWS`) and begin with different weights; the
    forecast is the median of theirs.

    They are trained twice: on the older part, with the newest held out, whose errors give the
    intervals and may stop the training early; then, from the same start, on everything.
    """

    lookback: int = setting(
        24,
        ge=2,
        le=400,
        label="Window length",
        help="How many past steps the network sees before each forecast. At least one full "
        "season is best. Longer windows show more but leave fewer examples to learn from.",
    )
    cell: Literal["lstm", "gru", "rnn", "lstm-peephole", "dense", "perceptron"] = setting(
        "lstm",
        options=CELLS,
        label="Cell type",
        help="LSTM remembers longest; GRU is nearly as good and has fewer weights; SimpleRNN is "
        "quick but forgets after a few steps. In a Peephole LSTM the gates see the memory itself. "
        "MLP has no memory: it sees the whole window at once. A Perceptron has no hidden layer: "
        "each answer is a weighted sum of the window.",
    )
    epochs: int = setting(
        10,
        ge=1,
        le=500,
        label="Epochs",
        help="The most passes over the training windows. The network begins as a good simple "
        "forecast and learns what is left; too many make it memorise noise.",
    )
    layers: int = setting(
        1,
        ge=1,
        le=4,
        label="Layers",
        help="Hidden layers on top of each other. One is enough for most single series; try two "
        "on thousands of observations. A Perceptron has none.",
        advanced=True,
        group=NETWORK,
    )
    units: int = setting(
        24,
        ge=1,
        le=256,
        label="Units",
        help="Size of each layer's memory. More units can learn finer patterns and need more data.",
        advanced=True,
        group=NETWORK,
    )
    activation: Literal["tanh", "sigmoid", "relu", "leaky-relu", "elu"] = setting(
        "tanh",
        options=(
            ("tanh", "tanh"),
            ("sigmoid", "Sigmoid"),
            ("relu", "ReLU"),
            ("leaky-relu", "Leaky ReLU"),
            ("elu", "ELU"),
        ),
        label="Activation",
        help="What a neuron makes of its weighted sum; in an LSTM or GRU of its memory, whose "
        "gates stay sigmoid. Leave it at tanh for those: the others are slower there, and the "
        "ReLU kinds can grow without bound. In an MLP try ReLU or ELU.",
        advanced=True,
        group=NETWORK,
    )
    initialisation: Literal["glorot", "he", "orthogonal"] = setting(
        "glorot",
        options=(("glorot", "Glorot (Xavier)"), ("he", "He"), ("orthogonal", "Orthogonal")),
        label="Initialisation",
        help="How the first weights are drawn. Glorot suits tanh and sigmoid, He the ReLU kinds. "
        "Touch it when a deep network hardly learns.",
        advanced=True,
        group=NETWORK,
    )
    normalisation: Literal["none", "batch", "layer"] = setting(
        "none",
        options=(("none", "None"), ("batch", "Batch"), ("layer", "Layer")),
        label="Normalisation",
        help="Brings each layer's outputs to mean 0 and spread 1: batch over the windows of a "
        "step, layer over the units. Helps networks of several layers; seldom a single one.",
        advanced=True,
        group=NETWORK,
    )
    dropout: float = setting(
        0.0,
        ge=0.0,
        le=0.8,
        label="Dropout",
        help="Share of the units switched off at random in training, so that none is relied on "
        "too much. Try 0.1 to 0.3 when the validation loss rises while the training loss falls.",
        advanced=True,
        group=NETWORK,
    )
    label_length: int | Literal["auto"] = setting(
        AUTO,
        ge=1,
        le=400,
        auto=True,
        label="Label length",
        help="Steps the network answers at once. Left empty: the whole horizon (many-to-many). "
        "1: one step, which is fed back for the next (recursive forecasting); errors then feed "
        "on themselves, so it suits short horizons.",
        advanced=True,
        group=NETWORK,
    )
    members: int = setting(
        4,
        ge=1,
        le=10,
        label="Networks",
        help="How many networks are trained side by side; the forecast is the median of theirs. "
        "More are steadier and a little slower; one alone depends more on luck.",
        advanced=True,
        group=NETWORK,
    )
    loss: Literal["absolute", "quadratic", "huber", "pinball"] = setting(
        "absolute",
        options=LOSSES,
        label="Loss",
        help="What training makes small. Absolute aims at the middle and shrugs off wild values; "
        "quadratic at the mean, large misses weigh most; Huber stands between. Quantile has the "
        "network answer its own band as well, so that intervals may widen where it is unsure.",
        advanced=True,
        group=TRAINING,
    )
    optimiser: Literal["adam", "momentum", "sgd"] = setting(
        "adam",
        options=(
            ("adam", "Adam"),
            ("momentum", "Momentum"),
            ("sgd", "Gradient descent"),
        ),
        label="Optimiser",
        help="How weights follow the gradient. Adam gives each weight a step of its own and needs "
        "little care. Plain gradient descent and momentum want a larger learning rate (0.01 to "
        "0.1) and more epochs.",
        advanced=True,
        group=TRAINING,
    )
    learning_rate: float = setting(
        0.003,
        ge=0.00001,
        le=1.0,
        step=0.001,
        label="Learning rate",
        help="Size of each step of gradient descent. Lower it when the loss curve jumps about, "
        "raise it when the curve is still falling at the last epoch.",
        advanced=True,
        group=TRAINING,
    )
    schedule: Literal["constant", "cosine", "exponential"] = setting(
        "constant",
        options=(
            ("constant", "Constant"),
            ("cosine", "Cosine, down to 0"),
            ("exponential", "Exponential, down to a tenth"),
        ),
        label="Learning rate over the epochs",
        help="Whether steps get smaller towards the last epoch, which calms a curve that jumps "
        "about at its end.",
        advanced=True,
        group=TRAINING,
    )
    clipping: Literal["norm", "value", "none"] = setting(
        "norm",
        options=(("norm", "By norm"), ("value", "By value"), ("none", "None")),
        label="Gradient clipping",
        help="Shortens gradients that explode: by norm the whole step, by value each weight's. "
        "Without it, long windows and high learning rates can break a training.",
        advanced=True,
        group=TRAINING,
    )
    clip_at: float = setting(
        1.0,
        ge=0.001,
        le=100.0,
        label="Clip at",
        help="Longest gradient (by norm), or largest part of one (by value), that is let through.",
        advanced=True,
        group=TRAINING,
    )
    batch_size: int = setting(
        32,
        ge=1,
        le=1024,
        label="Batch size",
        help="Windows looked at before each step of gradient descent. Smaller is noisier and "
        "slower; larger is smoother.",
        advanced=True,
        group=TRAINING,
    )
    early_stopping: Literal["on", "off"] = setting(
        "on",
        options=(("on", "On"), ("off", "Off")),
        label="Early stopping",
        help="Whether training stops when the newest windows, which it is not trained on, are no "
        "longer forecast better; the best epoch's weights are kept.",
        advanced=True,
        group=TRAINING,
    )
    patience: int = setting(
        15,
        ge=1,
        le=500,
        label="Patience",
        help="Early stopping waits for this many epochs without a better validation loss.",
        advanced=True,
        group=TRAINING,
    )
    seed: int = setting(
        1,
        ge=0,
        le=2**31 - 1,
        label="Seed",
        help="Start of the random numbers. The same seed and settings give the same forecast; "
        "another seed shows how much of a result is luck.",
        advanced=True,
        group=TRAINING,
    )
    transform: Literal["auto", "none", "log", "box-cox"] = setting(
        AUTO,
        options=(
            (AUTO, "Automatic"),
            ("none", "None"),
            ("log", "Logarithm"),
            ("box-cox", "Box-Cox"),
        ),
        label="Transform",
        help="Logarithms make growth by per cents steady. Automatic: half of the networks see "
        "logarithms where all values are above zero, half the values as they are. Box-Cox lies "
        "between the two, as the spread of the seasons asks for.",
        advanced=True,
        group=PREPARATION,
    )
    seasonal: Literal["auto", "full", "none"] = setting(
        AUTO,
        options=((AUTO, "Automatic"), ("full", "All of it"), ("none", "None")),
        label="Seasonal adjustment",
        help="The usual shape of a season is taken off before and put back after, so that the "
        "network need not learn it. Automatic: as much of it as came again in other seasons.",
        advanced=True,
        group=PREPARATION,
    )
    differencing: Literal["auto", "none", "first", "seasonal"] = setting(
        AUTO,
        options=(
            (AUTO, "Automatic"),
            ("none", "None"),
            ("first", "From step to step"),
            ("seasonal", "From season to season"),
        ),
        label="Differencing",
        help="Has the network see changes in place of values. Automatic: none, since each window "
        "is seen relative to its own level, which does what differencing is for.",
        advanced=True,
        group=PREPARATION,
    )
    scaling: Literal["auto", "standard", "minmax"] = setting(
        AUTO,
        options=(
            (AUTO, "Automatic"),
            ("standard", "Mean 0, spread 1"),
            ("minmax", "From 0 to 1"),
        ),
        label="Scaling",
        help="Automatic: each window relative to the level at its end, in units of the usual "
        "change, with a sure drift taken for granted; a series may then grow beyond what was "
        "seen. The other two scale the whole training part, as textbooks do.",
        advanced=True,
        group=PREPARATION,
    )
    lane: Lane = field(default="network", init=False, repr=False)

    def __post_init__(self) -> None:
        validate(self)

    @property
    def name(self) -> str:
        """The model's name for people: its cell's."""
        return dict(CELLS)[self.cell]

    def check_length(self, ts: TimeSeries) -> None:
        """Check that `ts` gives enough windows.

        Raises:
            SeriesTooShort: Naming the needed and the actual number of observations.
        """
        lag = {"first": 1, "seasonal": ts.seasonal_period}.get(self.differencing, 0)
        need(
            ts,
            LEAST_KNOWN + max(LEAST_WINDOWS, self.lookback) + lag,
            f"a window of {self.lookback} leaves too few examples. Choose a shorter window, a "
            "shorter horizon, or fewer folds.",
        )

    def fit(self, ts: TimeSeries, horizon: int, report: Report = silent) -> FittedRecurrent:
        """Train from scratch on windows of `ts`; see `Forecaster.fit`."""
        # TensorFlow loads with this import: never in the process that serves pages.
        from core.models.net.fit import fit

        self.check_length(ts)
        return fit(self, ts, horizon, report)

    def time_epoch(self, ts: TimeSeries, horizon: int) -> Pace:
        """Train on `ts` for a moment and throw it away, to know how long a training takes.

        Raises:
            SeriesTooShort: See `check_length`.
        """
        from core.models.net.fit import time_epoch

        self.check_length(ts)
        return time_epoch(self, ts, horizon)

    def steps(self, horizon: int) -> int:
        """How many steps it answers at once."""
        whole = self.label_length == AUTO
        return horizon if whole else min(int(self.label_length), horizon)

    def recipes(self, positive: bool) -> tuple[Recipe, ...]:
        """What is done to the series for each member; no logs unless all of it is `positive`."""
        differencing = "none" if self.differencing == AUTO else self.differencing
        # Differences from season to season have no season left.
        twice = self.seasonal == AUTO and differencing == "seasonal"
        recipes = []
        for log, smoothing in (VIEWS[k % len(VIEWS)] for k in range(self.members)):
            chosen = ("log" if log else "none") if self.transform == AUTO else self.transform
            recipes.append(
                Recipe(
                    transform=chosen if positive else "none",
                    seasonal="none" if twice else self.seasonal,
                    differencing=differencing,
                    scaling="level" if self.scaling == AUTO else self.scaling,
                    smoothing=smoothing,
                )
            )
        return tuple(recipes)
