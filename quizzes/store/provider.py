"""Instructors who sign in by a provider of OpenID Connect: Streamlit asks it, this list says who may come in."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizzes.store.access import SESSION, Door, Instructor, SignIn
from quizzes.store.errors import NotListed, NotVerified, SignInOver
from quizzes.store.tickets import Tickets


class Listed(Door):
    """Lets those in whose e-mail is on a list.

    Parameters
    ----------
    emails : iterable of str
    trusting : bool
        Whether an e-mail counts although the provider does not say that it was verified. Only where nobody but the
        provider's own staff sets it, as at a university's.
    clock : callable
        Seconds from any origin, never going back.
    tickets : Tickets, optional
        Where it is kept which sign-ins were ended; without it, in this process.
    """

    def __init__(
        self,
        emails: Iterable[str],
        *,
        trusting: bool = False,
        clock: Callable[[], float] = time.monotonic,
        tickets: Tickets | None = None,
    ) -> None:
        super().__init__(clock, tickets)
        self.listed = tuple(sorted({folded(one) for one in emails} - {""}))
        self._trusting = trusting

    def admit(
        self, claims: Mapping[str, Any], held: Instructor | None = None, *, now: float | None = None
    ) -> Instructor:
        """Hand out an ``Instructor`` for what the provider has said of somebody, in words that it has signed.

        Parameters
        ----------
        claims : mapping
            Of the ID token: ``email``, ``email_verified``, ``iat`` and what else names this sign-in.
        held : Instructor, optional
            Returned if it is of the same sign-in and holds.
        now : float, optional
            Seconds since 1970.

        Raises
        ------
        NotListed, NotVerified
        SignInOver
            After as long as a sign-in by passphrase lasts, or where it was ended.
        """
        email = folded(claims.get("email"))
        if email not in self.listed:
            raise NotListed(email or "?")
        if not self._trusting and claims.get("email_verified") not in (True, "true"):
            raise NotVerified(email)
        ticket = _name(claims)
        known = None if held is None else self._signed_in.get(held)
        if held is not None and known is not None and known.ticket == ticket and held.signed_in:
            return held
        now = time.time() if now is None else now
        issued = claims.get("iat")
        left = min(SESSION, SESSION + (issued if isinstance(issued, int | float) else now) - now)
        if left <= 0 or self._left(ticket) > 0:
            raise SignInOver
        return self._admit(SignIn(self._clock() + left, ticket, email=email))

    def _end(self, ticket: str) -> None:
        self._tickets.keep(ticket, SESSION)


def folded(email: object) -> str:
    """An e-mail as it is compared; only ASCII has letters that mean the same in either case."""
    text = email.strip() if isinstance(email, str) else ""
    return text.lower() if text.isascii() else text


def _name(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in of one browser from every other."""
    parts = [str(claims.get(name)) for name in ("iss", "sub", "email", "iat", "nonce")]
    return "ended " + hashlib.sha256(json.dumps(parts).encode()).hexdigest()
