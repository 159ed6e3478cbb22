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


@dataclass
class AnswersRead:
    """How many answers of the member this session has read; shared with the thread that brings pages up to date."""

    count: int = -1


def send(member: Member, item: Item, step: int, attempt: Attempt, limit: int | None) -> None:
    """Store an answer to a step, or keep it in this session until the database is back."""
    _take(_outbox().submit(Envelope(member, item.id, item.round, step, attempt, limit or MOST_ATTEMPTS)))


def flush(*, now: bool = False) -> bool:
    """Send what waits; whether anything was sent or turned down."""
    outbox = st.session_state.get(session.OUTBOX)
    return isinstance(outbox, Outbox) and _take(outbox.flush(now=now))


def waiting() -> int:
    """Answers of this session that the store has not acknowledged."""
    return len(_waiting())


def seconds_to_wait() -> float | None:
    """Seconds until what waits is to be sent again; None if nothing waits."""
    outbox = st.session_state.get(session.OUTBOX)
    return outbox.wait if isinstance(outbox, Outbox) and outbox.pending else None


def given(member: Member, item: Item, question: str, round_: int | None = None) -> list[Attempt]:
    """What this member answered to a question, in any tab.

    It is read from the store once, and again after another tab of this server has answered, or after `read_anew`.

    Parameters
    ----------
    member : Member
    item : Item
    question : str
    round_ : int, optional
        Only this round.
    """
    own = st.session_state.setdefault(session.OWN, {})
    try:
        count, read = watch().written(member), reading()
        if item.id not in own or read.count != count:
            read.count = count
            own = st.session_state[session.OWN] = {item.id: own_rounds(watch().engine, member, item.id)}
    except StoreAway:
        pass  # what was known is still true
    waits = [(one.round, one.attempt) for one in _waiting() if one.item_id == item.id]
    return [
        attempt
        for number, attempt in (*own.get(item.id, ()), *waits)
        if attempt.question == question and round_ in (None, number)
    ]


def read_anew() -> None:
    """Read what the member answered once more, since another server may have taken an answer."""
    reading().count = -1


def reading() -> AnswersRead:
    """What this session has read of the store; made at the first call."""
    return st.session_state.setdefault(session.READ, AnswersRead())


def forget() -> None:
    """Leave nothing of the member before, as someone else joins in the same tab."""
    for key in (*session.OF_MEMBER, state.SINCE):
        st.session_state.pop(key, None)


def _waiting() -> tuple[Envelope, ...]:
    outbox = st.session_state.get(session.OUTBOX)
    return outbox.pending if isinstance(outbox, Outbox) else ()


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
    for envelope, _ in delivery.sent:
        count, read, own = watch().wrote(envelope.member), reading(), st.session_state.get(session.OWN, {})
        if read.count == count - 1 and envelope.item_id in own:  # else another tab has answered, too: all is read anew
            own[envelope.item_id].append((envelope.round, envelope.attempt))
            read.count = count
    for _, error in delivery.refused:
        st.session_state[session.REFUSED] = str(error)
        read_anew()
    return bool(delivery.sent or delivery.refused)
