import threading

import pytest

from quizzes.store.backoff import Backoff, client_key
from quizzes.store.errors import StoreAway, TooSoon, UnknownCode


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def backoff(clock):
    return Backoff(free=3, base=1, longest=60, forgive=10_000, size=100, clock=clock)


def wrong(backoff, client="a"):
    with pytest.raises(UnknownCode):
        with backoff.guess(client):
            raise UnknownCode


def waits(backoff, client="a"):
    with pytest.raises(TooSoon) as caught:
        with backoff.guess(client):
            raise AssertionError("the guess was judged")
    return caught.value.wait


def test_the_waiting_doubles_up_to_the_longest(backoff, clock):
    for _ in range(3):
        wrong(backoff)
    seen = []
    for _ in range(8):
        wrong(backoff)
        seen.append(round(waits(backoff)))
        clock.now += seen[-1] + 0.1
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60]


def test_clients_do_not_wait_for_each_other(backoff):
    for _ in range(4):
        wrong(backoff, "a")
    waits(backoff, "a")
    wrong(backoff, "b")


def test_right_guesses_cost_nothing_and_wipe_out_nothing(backoff):
    for _ in range(100):
        with backoff.guess("a"):
            pass
    for _ in range(3):
        wrong(backoff)
        with backoff.guess("a"):
            pass
    wrong(backoff)
    waits(backoff)


def test_a_right_guess_after_the_wait_is_not_blocked_again(backoff, clock):
    for _ in range(4):
        wrong(backoff)
    clock.now += 2
    for _ in range(3):
        with backoff.guess("a"):
            pass


def test_a_failure_of_the_database_is_no_wrong_guess(backoff):
    for _ in range(10):
        with pytest.raises(StoreAway), backoff.guess("a"):
            raise StoreAway


def test_with_a_pause_a_right_guess_is_never_refused_and_only_a_wrong_one_waits(clock):
    slept: list[float] = []
    backoff = Backoff(free=0, base=60, longest=60, forgive=60, pause=2, clock=clock, sleep=slept.append)
    wrong(backoff)
    for _ in range(20):
        with backoff.guess("a"):
            pass
    with pytest.raises(TooSoon), backoff.guess("a"):
        raise UnknownCode
    assert slept == [2] * 21
    with pytest.raises(UnknownCode), backoff.guess("a", "something else"):
        raise UnknownCode
    clock.now += 60
    with backoff.guess("a"):
        pass
    assert len(slept) == 21


def test_wrong_guesses_are_forgiven_with_time(backoff, clock):
    for _ in range(4):
        wrong(backoff)
    clock.now += 4 * 10_000
    for _ in range(3):
        wrong(backoff)
    with backoff.guess("a"):
        pass


def test_guessing_at_once_gains_nothing(backoff):
    judged, barrier = [], threading.Barrier(20)

    def guess():
        barrier.wait()
        try:
            with backoff.guess("a"):
                judged.append(1)
                raise UnknownCode
        except (UnknownCode, TooSoon):
            pass

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(judged) == 4


def test_memory_is_bounded(backoff):
    for number in range(1000):
        wrong(backoff, str(number))
    assert len(backoff) == 100


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (None, "local"),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
    ],
)
def test_the_client_of_an_address(address, key):
    assert client_key(address) == key
