"""A student's work in this session: the log, the resume code, and the way to the store."""

import streamlit as st

from quizzes.attempt import TICK, Attempt, Log, Saved
from quizzes.store import progress
from quizzes.store.codes import written
from quizzes.store.connection import client, code_guard, engine
from quizzes.store.errors import NoAttemptsLeft, NotKept, Refused, StoreAway, StoreUnusable
from quizzes.store.outbox import Delivery, Outbox
from quizzes.store.progress import MOST_ATTEMPTS, Learner, WorkGone
from quizzes.views import state
from quizzes.views.state import PARAMETER


class Work:
    """One a session, kept in its state.

    Attributes
    ----------
    learner : Learner or None
        None before the first answer.
    code : str
        The resume code, once there is a learner.
    log : Log
        All attempts of this run that this session knows of.
    note : str
        Something to tell the student once; plain text.
    """

    def __init__(self) -> None:
        self.learner: Learner | None = None
        self.code = self.note = ""
        self.log = Log()
        self._awaited = ""
        """A resume code to go on under, once the database is back."""
        self._trouble: StoreAway | None = None
        self._parked: list[tuple[Attempt, int]] = []
        self._unkept: list[Attempt] = []
        self._outbox: Outbox = Outbox(self._send)

    @property
    def shown_code(self) -> str:
        """The resume code that belongs into the address."""
        return self.code or self._awaited

    @property
    def kept(self) -> bool:
        """False if this server can keep nothing, so that the work ends with the page."""
        return not isinstance(self._trouble, StoreUnusable)

    @property
    def run(self) -> int:
        """Which run of the work it is; part of widget keys."""
        return self.learner.run if self.learner else 1

    @property
    def pending(self) -> int:
        """How many answers the store has not acknowledged."""
        return len(self._outbox.pending) + (len(self._parked) if self._awaited else 0)

    def keep(self, attempt: Attempt, limit: int | None = None) -> None:
        """Enter an attempt in the log and in the store; the first begins a record, unless it is a tick."""
        self.log.add(attempt)
        self._parked.append((attempt, limit or MOST_ATTEMPTS))
        if self._awaited:
            return
        if self.learner is None and not self.pending and attempt.kind == TICK:
            return
        self._send_parked()

    def flush(self, *, now: bool = False) -> None:
        """Send what waits in the outbox; with `now`, at once and not when it is next due."""
        if self._awaited:
            self.arrive(self._awaited)
        self._settle(self._outbox.flush(now=now))

    def arrive(self, code: str | None = None) -> None:
        """See whether the store is there, and go on under the address's resume code: now, or as soon as it is back."""
        self._trouble, self._awaited = None, ""
        try:
            engine()
        except StoreAway as away:
            self._trouble = away
        if not code:
            return
        answered = self._parked
        if not self.resume(code) and self._trouble is not None:
            self._awaited, self.note = code, ""
        elif answered:
            self._parked = answered
            for attempt, _ in answered:
                self.log.add(attempt)
            self._send_parked()

    def resume(self, code: str) -> bool:
        """Go on under a resume code; False with a note if that is not possible."""
        try:
            learner = progress.resume(engine(), code, client=client(), guard=code_guard())
            log = Log(progress.history(engine(), learner))
        except (Refused, StoreAway) as error:
            self._trouble = error if isinstance(error, StoreAway) else None
            self.note = str(error)
            return False
        self._forget()
        self.learner, self.code, self.log = learner, written(code), log
        return True

    def start_over(self) -> None:
        """Begin a new run under the same code."""
        if self.learner is None:
            self._forget()
            return
        try:
            learner = progress.start_over(engine(), self.learner)
        except WorkGone:
            self._gone()
            return
        except StoreAway as error:
            self.note = str(error)
            return
        code = self.code
        self._forget()
        self.learner, self.code = learner, code
        self.note = "Started over. Your earlier answers no longer count."

    def delete(self) -> None:
        """Delete everything; while a record cannot be read, say so and leave it."""
        if self._awaited:
            self.arrive(self._awaited)
        if self._awaited:
            self.note = f"{self._trouble} Nothing is deleted yet."
            return
        try:
            if self.learner is not None:
                progress.delete(engine(), self.learner)
        except StoreAway as error:
            self.note = str(error)
            return
        st.session_state[state.FORGOTTEN] = self.code
        self._forget()
        self.note = "Your answers are deleted, and the resume code with them."

    def _send(self, entry: tuple[Attempt, int]) -> Saved:
        attempt, limit = entry
        if self.learner is None:
            self.learner, self.code = progress.begin(engine())
        return progress.record(engine(), self.learner, attempt, limit=limit)

    def _send_parked(self) -> None:
        waiting, self._parked = self._parked, []
        for entry in waiting:
            self._settle(self._outbox.submit(entry))

    def _settle(self, delivery: Delivery) -> None:
        if self._outbox.trouble is not None or delivery.sent:
            self._trouble = self._outbox.trouble
        sent = delivery.sent
        stale = any(len(self.log.at(attempt.question).attempts) != saved.number for (attempt, _), saved in sent)
        for (attempt, _), error in delivery.refused:
            if isinstance(error, NotKept):  # the fault is ours, so the student goes on with it
                self._unkept.append(attempt)
                self.note = f"{error} You can go on."
                continue
            self.log.remove(attempt)
            if isinstance(error, WorkGone):
                self._gone()
                return
            self.note = f"{error} Another tab may have used them." if isinstance(error, NoAttemptsLeft) else str(error)
            stale = True
        if stale and self.learner is not None:
            self._reload(self.learner)

    def _reload(self, learner: Learner) -> None:
        """Read what other tabs have added, and keep what is still on its way."""
        try:
            log = Log(progress.history(engine(), learner))
        except StoreAway:
            return
        for attempt in (*self._unkept, *(attempt for attempt, _ in self._outbox.pending)):
            log.add(attempt)
        self.log = log

    def _gone(self) -> None:
        code = self.code
        if not self.resume(code):
            self._forget()
        self.note = str(WorkGone())

    def _forget(self) -> None:
        self.learner, self.code, self.log = None, "", Log()
        self._parked, self._unkept, self._outbox = [], [], Outbox(self._send)
        for key in list(st.session_state):
            if str(key).startswith(("activity:", "question:", "quiz:", "ask:")):
                del st.session_state[key]


def arrive() -> Work:
    """The session's work; a resume code in the address is followed, and the address follows the work."""
    work = st.session_state.get(state.WORK)
    if work is None:
        work = st.session_state[state.WORK] = Work()
        work.arrive(st.query_params.get(PARAMETER) or st.session_state.get(state.CARRIED))
    else:
        work.flush()
    show_in_address(work)
    return work


def show_in_address(work: Work) -> None:
    """Put the resume code into the address, so that a reload finds the work again."""
    code = work.shown_code
    if code and st.query_params.get(PARAMETER) != code:
        st.query_params[PARAMETER] = code
    elif not code and PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
