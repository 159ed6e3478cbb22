"""A student's answers on their way to the store, and what the student has answered so far."""

import time
from dataclasses import dataclass, field

import streamlit as st

from quizzes.attempt import Attempt, Saved
from quizzes.store.answers import MOST_ATTEMPTS, own_rounds, record_answer
from quizzes.store.errors import StoreAway
from quizzes.store.items import Item
from quizzes.store.members import Member
from quizzes.store.outbox import Delivery, Outbox
from quizzes.views import state
from quizzes.views.classroom import session
from quizzes.views.classroom.session import watch


@dataclass(frozen=True)
class Envelope:
    """An answer with all that it takes to store it."""

    member: Member
    item_id: str
    round: int
    step: int
    attempt: Attempt
    limit: int
    given_at: float = field(default_factory=time.monotonic)


def send(member: Member, item: Item, step: int, attempt: Attempt, limit: int | None) -> None:
    """Store an answer to a step, or keep it in this session until the database is back."""
    envelope = Envelope(member, item.id, item.round, step, attempt, limit or MOST_ATTEMPTS)
    _own().setdefault(item.id, []).append((item.round, attempt))
    _take(_outbox().submit(envelope))


def flush(*, now: bool = False) -> bool:
    """Send what waits; whether anything was sent or turned down."""
    outbox = st.session_state.get(session.OUTBOX)
    return isinstance(outbox, Outbox) and _take(outbox.flush(now=now))


def waiting() -> int:
    """Answers of this session that the store has not acknowledged."""
    outbox = st.session_state.get(session.OUTBOX)
    return len(outbox.pending) if isinstance(outbox, Outbox) else 0


def seconds_to_wait() -> float | None:
    """Seconds until what waits is to be sent again; None if nothing waits."""
    outbox = st.session_state.get(session.OUTBOX)
    return outbox.wait if isinstance(outbox, Outbox) and outbox.pending else None


def given(member: Member, item: Item, question: str, round_: int | None = None) -> list[Attempt]:
    """What this member answered to a question, read from the store once a session.

    Parameters
    ----------
    member : Member
    item : Item
    question : str
    round_ : int, optional
        Only this round.
    """
    own = _own()
    if item.id not in own:
        try:
            own[item.id] = own_rounds(watch().engine, member, item.id)
        except StoreAway:
            return []
    return [attempt for number, attempt in own[item.id] if attempt.question == question and round_ in (None, number)]


def forget() -> None:
    """Leave nothing of the member before, as someone else joins in the same tab."""
    for key in (*session.OF_MEMBER, state.SINCE):
        st.session_state.pop(key, None)


def _own() -> dict[str, list[tuple[int, Attempt]]]:
    return st.session_state.setdefault(session.OWN, {})


def _outbox() -> Outbox:
    if not isinstance(st.session_state.get(session.OUTBOX), Outbox):
        st.session_state[session.OUTBOX] = Outbox(_store)
    return st.session_state[session.OUTBOX]


def _store(envelope: Envelope) -> Saved:
    return record_answer(
        watch().engine,
        envelope.member,
        envelope.item_id,
        envelope.round,
        envelope.attempt,
        step=envelope.step,
        limit=envelope.limit,
        given_at=envelope.given_at,
    )


def _take(delivery: Delivery[Envelope, Saved]) -> bool:
    for envelope, error in delivery.refused:
        kept = _own().get(envelope.item_id, [])
        _own()[envelope.item_id] = [pair for pair in kept if pair[1].id != envelope.attempt.id]
        st.session_state[session.REFUSED] = str(error)
    return bool(delivery.sent or delivery.refused)
