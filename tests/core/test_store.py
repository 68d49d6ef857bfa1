import pytest

from core.store import Store


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def make(clock, **how):
    forgotten = []
    store = Store(
        dict, clock=clock, forget=forgotten.append, **({"most": 3, "lifetime_s": 100.0} | how)
    )
    return store, forgotten


def test_a_token_finds_its_own_value_and_no_other(clock):
    store, _ = make(clock)
    (first, mine), (second, theirs) = store.create(), store.create()
    assert store.find(first) is mine
    assert store.find(second) is theirs
    assert mine is not theirs


def test_a_token_is_long_and_never_repeats(clock):
    store, _ = make(clock, most=50)
    tokens = {store.create()[0] for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43


def test_a_made_up_token_finds_nothing_and_is_not_taken_on(clock):
    store, _ = make(clock)
    assert store.find("chosen-by-someone") is None
    assert len(store) == 0


def test_the_store_does_not_hold_the_token_itself(clock):
    store, _ = make(clock)
    token, _value = store.create()
    assert token not in repr(vars(store))


def test_a_value_expires_after_its_lifetime_and_is_told(clock):
    store, forgotten = make(clock)
    token, value = store.create()
    clock.now = 101.0
    assert store.find(token) is None
    assert forgotten == [value]


def test_a_visit_prolongs_the_lifetime(clock):
    store, _ = make(clock)
    token, value = store.create()
    clock.now = 90.0
    store.find(token)
    clock.now = 180.0
    assert store.find(token) is value


def test_the_one_unseen_longest_goes_first_when_the_store_is_full(clock):
    store, forgotten = make(clock)
    tokens = []
    for _ in range(3):
        clock.now += 1
        token, value = store.create()
        value["made"] = clock.now
        tokens.append(token)
    clock.now += 1
    store.find(tokens[0])
    store.create()
    assert len(store) == 3
    assert [value["made"] for value in forgotten] == [2.0]
    assert store.find(tokens[1]) is None
    assert store.find(tokens[0]) is not None


def test_a_store_that_takes_too_much_forgets_those_unseen_longest(clock):
    store, forgotten = make(clock, size=lambda value: value["bytes"], most_bytes=100)
    tokens = []
    for size in (40, 50, 30):
        clock.now += 1
        token, value = store.create()
        value["bytes"] = size
        tokens.append(token)
    store.trim()
    assert [value["bytes"] for value in forgotten] == [40]
    store.find(tokens[1])["bytes"] = 500
    store.trim()
    assert store.find(tokens[2]) is None
    assert store.find(tokens[1]) is not None


def test_a_token_from_before_a_restart_is_admitted_once(clock):
    store, forgotten = make(clock, most=2)
    mine = store.admit("from before")
    assert store.admit("from before") is mine
    assert store.find("from before") is mine
    store.create()
    store.create()
    assert store.find("from before") is None
    assert forgotten == [mine]
