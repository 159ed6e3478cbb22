"""The instructor's sign-in and what it hands out."""

import contextlib
import hashlib
import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizzes.store.backoff import Backoff
from quizzes.store.errors import NotSignedIn, StoreAway, WrongPassphrase
from quizzes.store.tickets import InMemory, Tickets

_SEAL = object()
SESSION = 12 * 3600.0
"""Seconds that a sign-in lasts."""
DEVICE = 180 * 24 * 3600.0
"""Seconds for which a browser is known after its last sign-in."""
SHORTEST = 8
"""Characters of a passphrase."""


class Instructor:
    """Proof of a sign-in; every instructor's operation asks for one, and only ``Gate.sign_in`` makes one."""

    __slots__ = ("_gate",)

    def __init__(self, gate: "Door", seal: object) -> None:
        if seal is not _SEAL:
            raise NotSignedIn
        self._gate = gate

    @property
    def signed_in(self) -> bool:
        """Whether the sign-in still holds: neither signed out nor too long ago."""
        gate = getattr(self, "_gate", None)  # missing if ``__init__`` was bypassed
        return gate is not None and gate.knows(self)

    @property
    def who(self) -> str:
        """The e-mail of whoever signed in; empty for the passphrase, which several may know.

        Raises
        ------
        NotSignedIn
        """
        require(self)
        return self._gate.email(self)

    @property
    def colleagues(self) -> tuple[str, ...]:
        """The e-mails of the other instructors of this server.

        Raises
        ------
        NotSignedIn
        """
        return tuple(email for email in self._gate.listed if email != self.who)

    def __reduce__(self) -> str:
        raise TypeError("a sign-in cannot be copied or stored")


def require(instructor: Instructor) -> None:
    """Refuse everything that is not a valid sign-in.

    Raises
    ------
    NotSignedIn
        For anything else than an ``Instructor`` whose sign-in still holds.
    """
    if type(instructor) is not Instructor or not instructor.signed_in:
        raise NotSignedIn


def instructor_of(instructor: Instructor) -> str:
    """The e-mail of a valid sign-in, see `Instructor.who`; refuses as `require` does."""
    require(instructor)
    return instructor.who


class Door:
    """Remembers who is signed in, and until when.

    Parameters
    ----------
    clock : callable
        Seconds from any origin, never going back.
    tickets : Tickets, optional
        Where tickets are kept; without it, in this process.
    """

    listed: tuple[str, ...] = ()
    """The e-mails of this server's instructors, where they sign in by one."""

    def __init__(self, clock: Callable[[], float], tickets: Tickets | None) -> None:
        self._clock = clock
        self._tickets = InMemory(clock) if tickets is None else tickets
        self._signed_in: dict[Instructor, SignIn] = {}
        self._lock = threading.Lock()

    def sign_out(self, instructor: Instructor) -> None:
        """End a sign-in with all that came back to it; the objects and the ticket are worthless from now on.

        Raises
        ------
        StoreAway
            If the ticket could not be ended for servers that are started later.
        """
        with self._lock:
            ended = self._signed_in.get(instructor)
            tickets = {one.ticket for one in (ended,) if one is not None}
            self._signed_in = {known: one for known, one in self._signed_in.items() if one.ticket not in tickets}
        for ticket in tickets:
            self._end(ticket)

    def knows(self, instructor: Instructor) -> bool:
        """Whether this door handed it out and the sign-in still holds."""
        found = self._signed_in.get(instructor)
        return found is not None and self._clock() < found.until

    def email(self, instructor: Instructor) -> str:
        """The address with which an instructor signed in; KeyError for another kind."""
        return self._signed_in[instructor].email

    def _end(self, ticket: str) -> None:
        self._tickets.drop(ticket)

    def _admit(self, sign_in: "SignIn") -> Instructor:
        instructor, now = Instructor(self, _SEAL), self._clock()
        with self._lock:
            self._signed_in = {known: one for known, one in self._signed_in.items() if now < one.until}
            self._signed_in[instructor] = sign_in
        return instructor

    def _left(self, ticket: str) -> float:
        try:
            return self._tickets.left(ticket)
        except StoreAway:
            return 0.0


class Gate(Door):
    """Compares passphrases, slowly for whoever guesses wrong, and remembers who is signed in.

    Parameters
    ----------
    passphrase : str
        The instructor's passphrase.
    backoff : Backoff, optional
        How wrong passphrases from one address, or from one browser that is known, are slowed down.
    clock : callable
        Seconds from any origin, never going back.
    tickets : Tickets, optional
        Where tickets are kept; without it, in this process.

    Notes
    -----
    Wrong passphrases make the address wait from which they come, and all addresses together after many more of them.
    A browser from which somebody has signed in before has a ticket that says so: it waits for its own guesses alone,
    so that nobody who guesses keeps the instructor out. A ticket is never refused for what others guess: nobody guesses
    256 bits.
    """

    def __init__(
        self,
        passphrase: str,
        backoff: Backoff | None = None,
        clock: Callable[[], float] = time.monotonic,
        tickets: Tickets | None = None,
    ) -> None:
        if not passphrase.strip():
            raise ValueError("the passphrase is empty")
        super().__init__(clock, tickets)
        self._digest = _digest(passphrase)
        self._backoff = backoff or Backoff(free=5, base=1, longest=60, forgive=60, clock=clock)
        self._together = Backoff(free=100, base=1, longest=5, forgive=20, clock=clock)

    def sign_in(self, passphrase: str, client: str, device: str = "") -> Instructor:
        """Hand out an ``Instructor`` for the right passphrase.

        Parameters
        ----------
        passphrase : str
            As typed.
        client : str
            The address from which it comes.
        device : str
            What `device` gave this browser at a sign-in before, if it has anything.

        Raises
        ------
        TooSoon
            While ``client``, or this known browser, has to wait after wrong guesses.
        WrongPassphrase
            If it is not the passphrase.
        """
        known = bool(device) and self._left(f"device {device}") > 0
        with self._backoff.guess(device, "device") if known else self._from_anywhere(client):
            if not hmac.compare_digest(_digest(passphrase), self._digest):
                raise WrongPassphrase
        made = SignIn(
            self._clock() + SESSION, secrets.token_urlsafe(32), device if known else secrets.token_urlsafe(32)
        )
        with contextlib.suppress(StoreAway):  # then it ends with this server
            self._tickets.keep(made.ticket, SESSION)
            self._tickets.keep(f"device {made.device}", DEVICE)
        return self._admit(made)

    def ticket(self, instructor: Instructor) -> str:
        """What `come_back` takes, for whoever holds the sign-in; 256 random bits.

        Raises
        ------
        NotSignedIn
        """
        require(instructor)
        return self._signed_in[instructor].ticket

    def device(self, instructor: Instructor) -> str:
        """What tells this browser from those that nobody has signed in from; empty if it came back by its ticket.

        Raises
        ------
        NotSignedIn
        """
        require(instructor)
        return self._signed_in[instructor].device

    def come_back(self, ticket: str) -> Instructor:
        """Hand out an ``Instructor`` for the ticket of a sign-in that still holds, until that one ends.

        Raises
        ------
        WrongPassphrase
            If there is no such ticket.
        StoreAway
            If this cannot be told just now.
        """
        now, given = self._clock(), _digest(ticket)
        with self._lock:
            known = [one for one in self._signed_in.values() if now < one.until]
        found = next((one for one in known if hmac.compare_digest(_digest(one.ticket), given)), None)
        if found is None:
            left = self._tickets.left(ticket)
            if left <= 0:
                raise WrongPassphrase
            found = SignIn(now + left, ticket)
        return self._admit(found)

    @contextlib.contextmanager
    def _from_anywhere(self, client: str) -> Iterator[None]:
        with self._backoff.guess(client), self._together.guess("all"):
            yield


@dataclass(frozen=True, eq=False)
class SignIn:
    """What a door remembers of one.

    Parameters
    ----------
    until : float
        When it ends, on the door's clock.
    ticket : str
        What the sign-ins of one browser have in common.
    device : str
        See `Gate.device`.
    email : str
        See `Instructor.who`.
    """

    until: float
    ticket: str
    device: str = ""
    email: str = ""


def choose_passphrase(*configured: str | None) -> tuple[str, str]:
    """The first passphrase that is configured and long enough, or a new one.

    Returns
    -------
    passphrase : str
    why : str
        Why it was made just now and so has to be shown on the server's console; empty if it was configured.
    """
    set_ones = [str(one).strip() for one in configured if one and str(one).strip()]
    for candidate in set_ones:
        if len(candidate) >= SHORTEST:
            return candidate, ""
    short = f"the one that is set has fewer than {SHORTEST} characters and does not hold"
    return secrets.token_urlsafe(12), short if set_ones else "none is set"


def _digest(passphrase: str) -> bytes:
    # Digests have one length, so the comparison tells nothing about the passphrase's own.
    normal = unicodedata.normalize("NFKC", passphrase[:10_000].strip())
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest()
