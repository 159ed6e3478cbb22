import copy
import hmac
import inspect
import pickle
from types import SimpleNamespace

import pytest

from quizzes.store import access, answers, classes, export, gradebook, items, members, mistakes, tally
from quizzes.store.access import SESSION, Gate, Instructor, choose_passphrase, require
from quizzes.store.errors import NotSignedIn, TooSoon, WrongPassphrase

MODULES = [answers, classes, export, gradebook, items, members, mistakes, tally]
# What works without an instructor's sign-in, with the reason.
OPEN = {
    "record_answer": "takes a Member",
    "own_rounds": "takes a Member",
    "shared_tally": "takes a Member, and only what is shown",
    "get_class": "for those who have the class's id",
    "current": "for those who have the class's id",
    "here": "takes a Member",
    "revealed": "for those who have the class's id; which questions, not their truth",
    "find_class": "guarded against guessing",
    "join": "guarded against guessing",
    "rejoin": "guarded against guessing",
    "delete_expired": "deletes only what is over",
    "changed": "a step within a transaction",
    "harmless": "no database",
    "gradebook_csv": "no database",
}


def operations():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{module.__name__.rpartition('.')[2]}.{name}")


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
            operation(**{name: forged if name == "instructor" else object() for name in needed})


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
    back = gate.come_back(ticket, "b")
    require(back)
    assert gate.ticket(back) == ticket
    now[0] = SESSION
    with pytest.raises(NotSignedIn):
        require(back)
    with pytest.raises(WrongPassphrase):
        gate.come_back(ticket, "b")


def test_signing_out_ends_the_ticket_and_all_that_came_back_with_it():
    gate = Gate("x")
    first, other = gate.sign_in("x", "a"), gate.sign_in("x", "a")
    ticket = gate.ticket(first)
    back = gate.come_back(ticket, "a")
    gate.sign_out(back)
    for ended in (first, back):
        with pytest.raises(NotSignedIn):
            require(ended)
        with pytest.raises(NotSignedIn):
            gate.ticket(ended)
    with pytest.raises(WrongPassphrase):
        gate.come_back(ticket, "a")
    require(other)


def test_guesses_of_tickets_are_slowed_down():
    gate = Gate("x", clock=lambda: 0.0)
    ticket = gate.ticket(gate.sign_in("x", "a"))
    for guess in ("", "x", ticket[:-1], ticket.swapcase(), "\ud800", "0" * 100):
        with pytest.raises(WrongPassphrase):
            gate.come_back(guess, "a")
    with pytest.raises(TooSoon):
        gate.come_back(ticket, "a")


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
    assert choose_passphrase(None, "from the environment") == ("from the environment", False)
    assert choose_passphrase("from secrets", "from the environment") == ("from secrets", False)
    made = {choose_passphrase(None, " ") for _ in range(20)}
    assert len(made) == 20
    assert all(new and len(passphrase) >= 16 for passphrase, new in made)
    with pytest.raises(ValueError, match="empty"):
        Gate(" ")
