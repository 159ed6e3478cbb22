import pytest

from quizzes.store.errors import ItemClosed, NotKept, StoreAway
from quizzes.store.outbox import Outbox


class Store:
    """Keeps entries unless it is away."""

    def __init__(self):
        self.away, self.kept, self.tries = False, [], 0

    def __call__(self, entry):
        self.tries += 1
        if self.away:
            raise StoreAway("no route")
        if entry == "late":
            raise ItemClosed
        if entry == "bug":
            raise ZeroDivisionError
        self.kept.append(entry)
        return len(self.kept)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def outbox(store, clock):
    return Outbox(store, first_wait=1, longest_wait=8, clock=clock)


def test_an_answer_is_sent_at_once(outbox, store):
    assert outbox.submit("a").sent == [("a", 1)]
    assert outbox.pending == ()


def test_answers_wait_while_the_store_is_away_and_keep_their_order(outbox, store, clock):
    store.away = True
    for entry in "abc":
        assert outbox.submit(entry).sent == []
    assert outbox.pending == ("a", "b", "c")
    store.away = False
    assert outbox.flush().sent == []  # not due yet
    clock.now += 1
    assert outbox.flush().sent == [("a", 1), ("b", 2), ("c", 3)]
    assert (outbox.pending, outbox.wait) == ((), 0)
    assert outbox.submit("d").sent == [("d", 4)]


def test_the_waits_double_up_to_the_longest_and_start_anew(outbox, store, clock):
    store.away = True
    outbox.submit("a")
    waits = []
    for _ in range(5):
        waits.append(outbox.wait)
        clock.now += outbox.wait
        outbox.flush()
    assert waits == [1, 2, 4, 8, 8]
    tries = store.tries
    outbox.flush()
    assert store.tries == tries
    store.away = False
    assert outbox.flush(now=True).sent == [("a", 1)]
    store.away = True
    outbox.submit("b")
    assert outbox.wait == 1


@pytest.mark.parametrize(("entry", "error"), [("late", ItemClosed), ("bug", NotKept)])
def test_what_is_turned_down_is_told_and_holds_up_nobody(outbox, store, clock, entry, error):
    store.away = True
    for one in ("a", entry, "b"):
        outbox.submit(one)
    store.away = False
    clock.now += 1
    delivery = outbox.flush()
    assert [one for one, _ in delivery.sent] == ["a", "b"]
    assert [(one, type(why)) for one, why in delivery.refused] == [(entry, error)]
    assert outbox.pending == ()
