"""The instructor's sign-in and what it hands out."""

import hashlib
import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from quizzes.store.backoff import Backoff
from quizzes.store.errors import NotSignedIn, WrongPassphrase

_SEAL = object()
SESSION = 12 * 3600.0
"""Seconds that a sign-in lasts."""


class Instructor:
    """Proof of a sign-in; every instructor's operation asks for one, and only ``Gate.sign_in`` makes one."""

    __slots__ = ("_gate",)

    def __init__(self, gate: "Gate", seal: object) -> None:
        if seal is not _SEAL:
            raise NotSignedIn
        self._gate = gate

    @property
    def signed_in(self) -> bool:
        """Whether the sign-in still holds: neither signed out nor too long ago."""
        gate = getattr(self, "_gate", None)  # missing if ``__init__`` was bypassed
        return gate is not None and gate.knows(self)

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


class Gate:
    """Compares passphrases, slowly for whoever guesses wrong, and remembers who is signed in.

    Parameters
    ----------
    passphrase : str
        The instructor's passphrase.
    backoff : Backoff, optional
        How wrong passphrases are slowed down.
    clock : callable
        Seconds from any origin, never going back.
    """

    def __init__(
        self, passphrase: str, backoff: Backoff | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if not passphrase.strip():
            raise ValueError("the passphrase is empty")
        self._digest = _digest(passphrase)
        self._clock = clock
        self._backoff = backoff or Backoff(free=5, base=1, longest=60, forgive=60, clock=clock)
        self._signed_in: dict[Instructor, _SignIn] = {}
        self._lock = threading.Lock()

    def sign_in(self, passphrase: str, client: str) -> Instructor:
        """Hand out an ``Instructor`` for the right passphrase.

        Raises
        ------
        TooSoon
            While ``client`` has to wait after wrong guesses.
        WrongPassphrase
            If it is not the passphrase.
        """
        with self._backoff.guess(client):
            if not hmac.compare_digest(_digest(passphrase), self._digest):
                raise WrongPassphrase
        return self._admit(_SignIn(self._clock() + SESSION, secrets.token_urlsafe(32)))

    def ticket(self, instructor: Instructor) -> str:
        """What `come_back` takes, for whoever holds the sign-in; 256 random bits.

        Raises
        ------
        NotSignedIn
        """
        require(instructor)
        return self._signed_in[instructor].ticket

    def come_back(self, ticket: str, client: str) -> Instructor:
        """Hand out an ``Instructor`` for the ticket of a sign-in that still holds, until that one ends.

        Raises
        ------
        TooSoon
            While ``client`` has to wait after wrong guesses.
        WrongPassphrase
            If there is no such ticket.
        """
        with self._backoff.guess(client):
            now, given = self._clock(), _digest(ticket)
            with self._lock:
                known = [one for one in self._signed_in.values() if now < one.until]
            found = [one for one in known if hmac.compare_digest(_digest(one.ticket), given)]
            if not found:
                raise WrongPassphrase
        return self._admit(found[0])

    def sign_out(self, instructor: Instructor) -> None:
        """End a sign-in with all that came back to it; the objects and the ticket are worthless from now on."""
        with self._lock:
            ended = self._signed_in.get(instructor)
            self._signed_in = {known: one for known, one in self._signed_in.items() if one is not ended}

    def knows(self, instructor: Instructor) -> bool:
        """Whether this gate handed it out and the sign-in still holds."""
        found = self._signed_in.get(instructor)
        return found is not None and self._clock() < found.until

    def _admit(self, sign_in: "_SignIn") -> Instructor:
        instructor, now = Instructor(self, _SEAL), self._clock()
        with self._lock:
            self._signed_in = {known: one for known, one in self._signed_in.items() if now < one.until}
            self._signed_in[instructor] = sign_in
        return instructor


@dataclass(frozen=True, eq=False)
class _SignIn:
    until: float
    ticket: str


def choose_passphrase(*configured: str | None) -> tuple[str, bool]:
    """The first passphrase that is configured, or a new one.

    Returns
    -------
    passphrase : str
    made : bool
        Whether it was made just now and so has to be shown on the server's console.
    """
    for candidate in configured:
        if candidate and str(candidate).strip():
            return str(candidate), False
    return secrets.token_urlsafe(12), True


def _digest(passphrase: str) -> bytes:
    # Digests have one length, so the comparison tells nothing about the passphrase's own.
    normal = unicodedata.normalize("NFKC", passphrase[:10_000].strip())
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest()
