"""Updates that come by themselves: a page is rerun when the class is no longer in the state that it shows.

A page's own poll would cost about 5 ms of processor time a second and student, however little it does: Streamlit starts
a thread and sends the page's frame for each. Instead one thread a server watches the classes that are open in it.

It uses ``Runtime.get_app_session`` and three fields of the session; where a version of Streamlit lacks one of them,
``session_id`` finds nothing and the pages poll.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from quizzes.store.changes import Watch
from quizzes.store.errors import Refused, StoreAway
from quizzes.store.members import Member
from quizzes.views.classroom import sending, session
from quizzes.views.classroom.session import watch

INTERVAL = 1.0
"""Seconds between two questions of one browser, where its page cannot be pushed."""

GONE = ("gone",)
"""The state of a class that has ended, or of which one is no longer a member."""

PRESENCE_EVERY = 10
"""Seconds after which a count of those present is made anew."""


def note_state(class_id: str, *, every_answer: bool) -> None:
    """Remember the state that is about to be drawn; call it before anything is read from the store."""
    st.session_state[session.SEEN] = state_of(_shared(), class_id, every_answer)


def stop() -> None:
    """Note that there is no class here any more, whatever `note_state` found."""
    st.session_state[session.SEEN] = GONE


def over() -> bool:
    """Whether there is no class to follow."""
    return st.session_state.get(session.SEEN) == GONE


def follow(class_id: str, *, every_answer: bool, member: Member | None = None) -> None:
    """Rerun the page when the class has changed since `note_state`.

    Parameters
    ----------
    class_id : str
    every_answer : bool
        Whether answers and those present count as a change, or only what the instructor does.
    member : Member, optional
        Whose presence to note and whose waiting answers to send.
    """
    here, shared = session_id(), _shared()
    if here is None:
        _poll(class_id, every_answer, member)
        return
    wait = sending.seconds_to_wait()
    PUSH.listen(
        here,
        Listener(
            seen=st.session_state[session.SEEN],
            state=lambda: state_of(shared, class_id, every_answer),
            class_id=class_id,
            every_answer=every_answer,
            member=member,
            read=None if member is None else sending.reading(),
            due=None if wait is None else time.monotonic() + wait,
        ),
        shared,
    )


def state_of(shared: Watch | None, class_id: str, every_answer: bool) -> tuple:
    """What a page shows, in short: equal states look the same."""
    try:
        pulse = shared.pulse(class_id) if shared is not None else watch().pulse(class_id)
    except StoreAway:
        return ("away",)
    except Refused:
        return GONE
    if every_answer:
        return ("here", pulse.led, pulse.version, int(time.time() // PRESENCE_EVERY))
    return ("here", pulse.led)


@st.fragment(run_every=INTERVAL)
def _poll(class_id: str, every_answer: bool, member: Member | None) -> None:
    news, state = sending.flush(), state_of(_shared(), class_id, every_answer)
    if member is not None and state[0] == "here":
        try:
            watch().here(member)
        except StoreAway:
            pass
        except Refused:
            state = GONE
    news = news or answered_elsewhere(member, sending.reading())
    if news or state != st.session_state.get(session.SEEN):
        st.session_state[session.SEEN] = state
        st.rerun()


def answered_elsewhere(member: Member | None, read: sending.AnswersRead | None, shared: Watch | None = None) -> bool:
    """Whether another tab of the member has answered since this one read the answers, if it ever did."""
    shared = shared or _shared()
    if member is None or read is None or shared is None or read.count < 0:
        return False
    return shared.written(member) != read.count


def _shared() -> Watch | None:
    try:
        return watch()
    except StoreAway:
        return None


TICK = 0.1
ROUND = 5.0
"""Seconds after which a page's tab is looked for anew, and its member's presence noted."""
FIELDS = ("_scriptrunner", "_client_state", "_event_loop")
"""What it takes of a session that Streamlit does not promise to keep."""

AT_ONCE = 4
"""Pages that are being rerun at a time; more would only wait for each other, and those who answer for all of them."""

SOON = 0.01
"""Seconds until the next look while pages are being rerun."""

LOST = 0.2
"""Seconds after which a rerun that has not ended, as it waits for the database, makes room for another."""


@dataclass(frozen=True)
class Listener:
    """A page that wants to be rerun, once, when the class is no longer in the state that it shows.

    Parameters
    ----------
    seen : tuple
        The state that it shows.
    state : callable
        The state now.
    class_id : str
        The class; pages of one class that agree in `every_answer` have the same state.
    every_answer : bool
        Whether answers change its state, which then changes often.
    member : Member, optional
        Whose presence to note.
    read : AnswersRead, optional
        How many of the member's answers its session has read.
    due : float, optional
        When to rerun it in any case (`time.monotonic`), to send what waits.
    """

    seen: tuple
    state: Callable[[], tuple]
    class_id: str
    every_answer: bool
    member: Member | None = None
    read: sending.AnswersRead | None = None
    due: float | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def group(self) -> tuple[str, bool]:
        """Listeners of one group have the same state."""
        return self.class_id, self.every_answer

    def not_before(self, listeners: int) -> float:
        """The earliest time for a rerun: pages that show every answer get at most one a second, or fewer."""
        if not self.every_answer:
            return self.since
        return self.since + (0.7 if self.member is None else max(1.5, listeners / 30))


class Push:
    """The listeners of a server and the thread that serves them."""

    def __init__(self) -> None:
        self._listeners: dict[str, Listener] = {}
        self._looked: dict[str, float] = {}
        self._pushed: dict[str, tuple[AppSession, Listener, float]] = {}
        self._watch: Watch | None = None
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self, session_id: str, listener: Listener, shared: Watch | None) -> None:
        """Serve this session's page until its next run."""
        with self._lock:
            self._listeners[session_id] = listener
            self._watch = shared or self._watch
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._serve, name="classroom-push", daemon=True)
                self._thread.start()
        self._wake.set()

    def _serve(self) -> None:
        while True:
            self._wake.clear()  # before the look at who is there: who comes after it, wakes us
            with self._lock:
                waiting = sorted(self._listeners.items(), key=lambda pair: pair[1].member is not None)
            if not waiting:
                self._wake.wait()
                continue
            try:
                self._tick(waiting)
            except Exception:  # whatever it is, the pages of the other classes go on
                logging.getLogger(__name__).exception("pages could not be brought up to date")
            time.sleep(SOON if self._pushed else TICK)

    def _tick(self, waiting: list[tuple[str, Listener]]) -> None:
        now, states = time.monotonic(), {}
        self._pushed = {key: pushed for key, pushed in self._pushed.items() if self._running(key, *pushed, now)}
        for session_id, listener in waiting:
            if len(self._pushed) >= AT_ONCE:
                return
            # One question a class and tick: 300 pages would ask the same thing ten times a second.
            if listener.group not in states:
                states[listener.group] = listener.state()
            self._look(session_id, listener, states[listener.group], len(waiting), now)

    def _running(self, session_id: str, session: AppSession, listener: Listener, since: float, now: float) -> bool:
        """Whether a rerun that was asked for has yet to begin, or to end."""
        waits = self._listeners.get(session_id) is listener
        return now - since < LOST and (waits or session._scriptrunner is not None)

    def _look(self, session_id: str, listener: Listener, state: tuple, listeners: int, now: float) -> None:
        news = state != listener.seen or (listener.due is not None and now >= listener.due)
        news = news or (self._watch is not None and answered_elsewhere(listener.member, listener.read, self._watch))
        wanted = news and now >= listener.not_before(listeners)
        if not wanted and now - self._looked.get(session_id, float("-inf")) < ROUND:
            return
        self._looked[session_id] = now
        session = Runtime.instance().get_app_session(session_id) if Runtime.exists() else None
        if session is None:  # the tab is closed; should it come back, its page runs anew
            self._drop(session_id, listener)
            return
        removed = listener.member is not None and state[0] == "here" and not self._here(listener.member)
        if not wanted and not removed:
            return

        def rerun() -> None:
            # On the event loop, where browsers' messages arrive too: a page that is just running is left alone.
            if session._scriptrunner is None:
                self._drop(session_id, listener)
                session.request_rerun(session._client_state)

        with contextlib.suppress(RuntimeError):  # the server is stopping
            session._event_loop.call_soon_threadsafe(rerun)
            self._pushed[session_id] = session, listener, now

    def _here(self, member: Member) -> bool:
        try:
            if self._watch is not None:
                self._watch.here(member)
        except StoreAway:
            pass
        except Refused:
            return False
        return True

    def _drop(self, session_id: str, listener: Listener) -> None:
        with self._lock:
            if self._listeners.get(session_id) is listener:
                del self._listeners[session_id]
                self._looked.pop(session_id, None)


PUSH = Push()


def session_id() -> str | None:
    """The running session's id, if its pages can be pushed."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not Runtime.exists():
        return None
    find = getattr(Runtime.instance(), "get_app_session", None)
    session = find(context.session_id) if find else None
    known = isinstance(session, AppSession) and all(hasattr(session, name) for name in FIELDS)
    return context.session_id if known else None
