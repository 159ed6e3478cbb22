import copy
import hmac
import inspect
import pickle
import pkgutil
from importlib import import_module
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

import quizzes.store
from quizzes import class_record
from quizzes.report import content
from quizzes.store import access, schema
from quizzes.store.access import SESSION, Gate, Instructor, choose_passphrase, require
from quizzes.store.errors import NotSignedIn, StoreAway, TooSoon, WrongPassphrase
from quizzes.store.tickets import InMemory, InStore

NAMES = {one.name for one in pkgutil.iter_modules(quizzes.store.__path__)}
# Without those that know of no class, and keep no secret of one.
MODULES = [import_module(f"quizzes.store.{name}") for name in sorted(NAMES - {"database", "migrate", "progress"})]
MODULES += [class_record, content]
# What works without an instructor's sign-in, with the reason.
OPEN = {
    "record_answer": "takes a Member",
    "own_rounds": "takes a Member",
    "shared_tally": "takes a Member, and only what is shown",
    "title_of": "for those who have the class's id",
    "current": "for those who have the class's id",
    "here": "takes a Member",
    "timing": "takes an Item; for how long it has been open",
    "revealed": "for those who have the class's id; which questions, not their truth",
    "find_class": "guarded against guessing",
    "join": "guarded against guessing",
    "rejoin": "guarded against guessing",
    "delete_expired": "deletes only what is over",
    "changed": "a step within a transaction",
    "grading_of": "a step within a transaction",
    "members_of": "a step within a transaction",
    "time_on": "a step within a transaction",
    "read_pulse": "for those who have the class's id; two counters",
}


def operations():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            of_database = {"engine", "instructor", "connection"} & set(inspect.signature(function).parameters)
            if of_database and function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{module.__name__.rpartition('.')[2]}.{name}")


def do(operation, **arguments):
    made = operation(**arguments)
    if hasattr(made, "__enter__"):  # a transaction asks when it begins
        with made:
            pass


class Forged:
    signed_in = True


@pytest.mark.parametrize("operation", list(operations()))
def test_every_operation_asks_for_a_sign_in_or_is_known_to_be_open(operation):
    parameters = inspect.signature(operation).parameters
    if operation.__name__ in OPEN:
        assert "instructor" not in parameters
        return
    needed = [name for name, parameter in parameters.items() if parameter.default is parameter.empty]
    for forged in (None, True, "correct horse", Forged(), object.__new__(Instructor)):
        # Refused before anything else is looked at: the other arguments are not even of the right type.
        with pytest.raises(NotSignedIn):
            do(operation, **{name: forged if name == "instructor" else object() for name in needed})


def test_an_instructor_cannot_be_made_copied_or_stored(instructor):
    with pytest.raises(NotSignedIn):
        Instructor(Gate("x"), object())
    for make in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            make(instructor)


def test_sign_in_and_out():
    gate = Gate("correct horse")
    instructor = gate.sign_in("correct horse", "a")
    require(instructor)
    gate.sign_out(instructor)
    with pytest.raises(NotSignedIn):
        require(instructor)


def test_a_sign_in_ends():
    now = [0.0]
    instructor = Gate("x", clock=lambda: now[0]).sign_in("x", "a")
    now[0] = SESSION - 1
    require(instructor)
    now[0] = SESSION
    with pytest.raises(NotSignedIn):
        require(instructor)


def test_a_ticket_gives_the_sign_in_back_until_it_ends():
    now = [0.0]
    gate = Gate("x", clock=lambda: now[0])
    ticket = gate.ticket(gate.sign_in("x", "a"))
    assert len(ticket) >= 43  # 256 bits
    assert ticket != gate.ticket(gate.sign_in("x", "a"))
    now[0] = SESSION - 1
    back = gate.come_back(ticket)
    require(back)
    assert gate.ticket(back) == ticket
    now[0] = SESSION
    with pytest.raises(NotSignedIn):
        require(back)
    with pytest.raises(WrongPassphrase):
        gate.come_back(ticket)


def test_a_ticket_in_memory_holds_for_its_time_whatever_others_come():
    now = [0.0]
    kept = InMemory(lambda: now[0])
    kept.keep("one", 10)
    kept.keep("another", 20)
    assert (kept.left("one"), kept.left("another")) == (10, 20)
    now[0] = 12.0
    kept.keep("a third", 5)
    assert (kept.left("one"), kept.left("another"), kept.left("a third")) == (0, 8, 5)


def test_signing_out_ends_the_ticket_and_all_that_came_back_with_it():
    gate = Gate("x")
    first, other = gate.sign_in("x", "a"), gate.sign_in("x", "a")
    ticket = gate.ticket(first)
    back = gate.come_back(ticket)
    gate.sign_out(back)
    for ended in (first, back):
        with pytest.raises(NotSignedIn):
            require(ended)
        with pytest.raises(NotSignedIn):
            gate.ticket(ended)
    with pytest.raises(WrongPassphrase):
        gate.come_back(ticket)
    require(other)


def test_a_ticket_is_never_refused_for_what_others_guess():
    gate = Gate("x", clock=lambda: 0.0)
    ticket = gate.ticket(gate.sign_in("x", "a"))
    for guess in ("", "x", ticket[:-1], ticket.swapcase(), "\ud800", "0" * 1000, f"device {ticket}") * 3:
        with pytest.raises(WrongPassphrase):
            gate.come_back(guess)
    wrong(gate, 20)
    require(gate.come_back(ticket))


def wrong(gate, times, client="a", device=""):
    """Guess so often; how many guesses were judged."""
    judged = 0
    for _ in range(times):
        with pytest.raises((WrongPassphrase, TooSoon)) as refused:
            gate.sign_in("y", client, device)
        judged += refused.type is WrongPassphrase
    return judged


def test_of_many_guesses_few_are_judged_however_many_addresses_they_come_from():
    gate = Gate("x", clock=lambda: 0.0)
    assert wrong(gate, 40) <= 12
    assert sum(wrong(gate, 40, f"address {number}") for number in range(100)) <= 120


def test_a_browser_that_was_signed_in_before_waits_for_its_own_guesses_alone():
    gate = Gate("x", clock=lambda: 0.0)
    device = gate.device(gate.sign_in("x", "a"))
    wrong(gate, 40)
    with pytest.raises(TooSoon):
        gate.sign_in("x", "a")
    with pytest.raises(TooSoon):
        gate.sign_in("x", "a", "made up")
    again = gate.sign_in("x", "a", device)
    assert gate.device(again) == device
    with pytest.raises(WrongPassphrase):
        gate.come_back(device)
    assert wrong(gate, 40, "b", device) <= 12
    with pytest.raises(TooSoon):
        gate.sign_in("x", "b", device)


def test_a_sign_in_outlasts_its_server_but_not_the_passphrase(engine):
    def gate(mark):
        return Gate("x", tickets=InStore(lambda: engine, mark))

    first = gate("one passphrase")
    instructor, other = first.sign_in("x", "a"), first.sign_in("x", "a")
    ticket, device = first.ticket(instructor), first.device(instructor)
    later = gate("one passphrase")
    back = later.come_back(ticket)
    require(back)
    assert later.device(back) == ""
    wrong(later, 40)
    require(later.sign_in("x", "a", device))
    with pytest.raises(WrongPassphrase):
        gate("another").come_back(ticket)
    later.sign_out(back)
    for one in (later, gate("one passphrase")):
        with pytest.raises(WrongPassphrase):
            one.come_back(ticket)
    require(gate("one passphrase").come_back(first.ticket(other)))


def test_kept_tickets_end_and_cannot_be_read_from_the_database(engine):
    kept = InStore(lambda: engine)
    kept.keep("a ticket", 10, now=1000.0)
    assert kept.left("a ticket", now=1004.0) == 6
    assert kept.left("a ticket", now=1010.0) == 0
    kept.keep("another", 10, now=1010.0)
    with engine.connect() as connection:
        (row,) = connection.execute(sa.select(schema.tickets)).all()
    assert "another" not in str(row)


def test_a_sign_in_works_while_the_database_is_away():
    def away():
        raise StoreAway

    gate = Gate("x", tickets=InStore(away))
    instructor = gate.sign_in("x", "a", "a device")
    require(gate.come_back(gate.ticket(instructor)))
    with pytest.raises(StoreAway):
        gate.come_back("another")


@pytest.mark.parametrize("typed", ["", "correct", "Correct horse", "correct horse!", "x" * 10**5, "\ud800", "é\0"])
def test_wrong_passphrases(typed):
    with pytest.raises(WrongPassphrase):
        Gate("correct horse").sign_in(typed, "a")


def test_wrong_passphrases_are_slowed_down_and_so_is_the_right_one_meanwhile():
    now = [0.0]
    gate = Gate("x", clock=lambda: now[0])
    for _ in range(6):
        with pytest.raises(WrongPassphrase):
            gate.sign_in("y", "a")
    with pytest.raises(TooSoon):
        gate.sign_in("x", "a")
    gate.sign_in("x", "b")
    now[0] = 2.0
    gate.sign_in("x", "a")


def test_the_comparison_takes_constant_time(monkeypatch):
    compared = []

    def compare(one, other):
        compared.append((len(one), len(other)))
        return hmac.compare_digest(one, other)

    gate = Gate("x")
    monkeypatch.setattr(access, "hmac", SimpleNamespace(compare_digest=compare))
    gate.sign_in("x", "a")
    with pytest.raises(WrongPassphrase):
        gate.sign_in("a longer one", "a")
    assert compared == [(32, 32), (32, 32)]


def test_the_passphrase_is_the_first_that_is_set_or_a_new_one():
    assert choose_passphrase(None, "from the environment") == ("from the environment", "")
    assert choose_passphrase("from secrets", "from the environment") == ("from secrets", "")
    made = {choose_passphrase(None, " ") for _ in range(20)}
    assert len(made) == 20
    assert all("none" in why and len(passphrase) >= 16 for passphrase, why in made)
    with pytest.raises(ValueError, match="empty"):
        Gate(" ")


@pytest.mark.parametrize("short", ["…", "secret", "       x       "])
def test_a_passphrase_that_is_easily_guessed_does_not_hold(short):
    passphrase, why = choose_passphrase(short)
    assert len(passphrase) >= 16
    assert "fewer than 8" in why
