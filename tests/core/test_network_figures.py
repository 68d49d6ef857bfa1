"""Training curves: the ensemble's and every member's, drawn and as a table."""

import pytest

from core.models import Recurrent
from core.network_figures import loss_figure, loss_table
from core.progress import Progress


def epoch(step, loss, val_loss, *members):
    return Progress(step, 4, "epoch", loss, val_loss, members=members)


FOLD = [epoch(1, 0.9, 1.2, (0.8, 1.1), (1.0, 1.3)), epoch(2, 0.7, 1.0, (0.6, 0.9), (0.8, 1.1))]
FINAL = [epoch(1, 0.5, 0.8, (0.4, 0.7), (0.6, 0.9)), epoch(2, 0.3, None, (0.2, None), (0.4, None))]
TWO = Recurrent(members=2, epochs=6)


def lines(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def test_every_member_has_a_line_around_the_mean_of_the_newest_fit():
    validation = lines(loss_figure({1: FOLD, 0: FINAL}, TWO), "Validation loss")
    drawn = [tuple(trace.y) for trace in validation]
    assert drawn == [(1.2, 1.0), (0.9,), (0.7,), (0.8,)]
    assert [trace.showlegend for trace in validation] == [False, False, False, True]
    assert {trace.line.dash for trace in validation} == {"dash"}


def test_training_and_validation_differ_in_dash_and_toggle_with_their_members():
    figure = loss_figure({1: FOLD}, TWO)
    dashes = {trace.name: trace.line.dash for trace in figure.data}
    assert len(set(dashes.values())) == len(dashes)
    assert all(trace.legendgroup == trace.name for trace in figure.data)


def test_the_refit_is_a_curve_of_its_own():
    refit = lines(loss_figure({0: FINAL}, TWO), "Training loss, all windows")
    assert [tuple(trace.y) for trace in refit] == [(0.4,), (0.2,), (0.3,)]
    assert all(tuple(trace.x) == (2,) for trace in refit)


def test_a_single_network_is_not_drawn_twice():
    alone = [epoch(1, 0.9, 1.2, (0.9, 1.2))]
    assert len(loss_figure({1: alone}, Recurrent(members=1)).data) == 2


def test_the_axes_say_which_loss_and_leave_room_for_all_epochs():
    figure = loss_figure({1: FOLD}, Recurrent(members=2, epochs=6, loss="huber"))
    assert figure.layout.yaxis.title.text == "Loss: huber, scaled"
    assert tuple(figure.layout.xaxis.range) == (0, 6)


def test_the_table_has_a_row_for_every_epoch_and_columns_for_every_member():
    table = loss_table({1: FOLD, 0: FINAL})
    assert list(table["Fold"]) == ["1", "1", "final", "final"]
    assert list(table["Epoch"]) == [1, 2, 1, 2]
    assert list(table["Network 2, training"]) == [1.0, 0.8, 0.6, 0.4]
    assert table["Network 1, validation"].iloc[:3].tolist() == [1.1, 0.9, 0.7]
    assert table["Validation loss"].isna().tolist() == [False, False, False, True]


def test_reports_that_crossed_a_wire_are_drawn_the_same():
    # What comes from another process has lists in place of tuples.
    sent = [Progress(**{**vars(each), "members": [list(m) for m in each.members]}) for each in FOLD]
    assert loss_table({1: sent}).equals(loss_table({1: FOLD}))
    assert loss_figure({1: sent}, TWO) == loss_figure({1: FOLD}, TWO)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_curve_that_has_just_begun_can_be_drawn(theme):
    assert len(loss_figure({1: FOLD[:1]}, TWO, theme).data) == 6
