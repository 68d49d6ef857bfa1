"""Learn: the person's own network is drawn, and a curve is fitted."""

import pytest

from tests.pages.conftest import open_box, words


def open_lesson(app):
    app.switch_page("pages/learn.py").run()
    app.selectbox(key="lesson").set_value("network").run()
    assert not app.exception
    return app


@pytest.fixture
def fitting(app):
    open_lesson(app)
    kinds = next(group for group in app.button_group if "Fit a curve" in group.options)
    kinds.set_value("Fit a curve").run()
    return app


def test_the_network_is_that_of_the_settings_on_train(loaded):
    open_lesson(loaded)
    assert "As set on Train: **LSTM**, 1 hidden layer (not deep yet" in words(loaded)
    workspace = loaded.session_state["workspace"]
    for name, value in (("cell", "dense"), ("layers", 3), ("units", 10), ("members", 1)):
        workspace.choose(name, value)
    loaded.run()
    said = words(loaded)
    assert "As set on Train: **MLP**, 3 hidden layers (deep)" in said
    assert "1 such network is trained." in said
    assert list(open_box(loaded, "The layers as a table")["Layer"]) == [
        "Window",
        *["MLP"] * 3,
        "Answer",
    ]


def test_more_neurons_miss_less_where_they_were_fitted(fitting):
    def miss():
        return float(words(fitting).split("(RMSE) is ")[1].split(" ")[0])

    before = miss()
    fitting.slider(key="network-neurons").set_value(60).run()
    assert not fitting.exception
    assert miss() < before


@pytest.mark.parametrize("activation", ["step", "tanh"])
def test_any_activation_fits_at_random_places_too(fitting, activation):
    fitting.selectbox(key="network-activation").set_value(activation)
    fitting.selectbox(key="network-spread").set_value("random").run()
    assert not fitting.exception
    assert not fitting.error
    assert "typical miss" in words(fitting)
