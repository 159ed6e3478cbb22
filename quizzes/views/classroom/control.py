"""What the instructor's buttons do, with every failure said on the page."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from quizzes.store import connection
from quizzes.store.errors import Refused, StoreAway
from quizzes.views.classroom import keys
from quizzes.views.classroom.access import signed_in
from quizzes.views.classroom.shared import watch


def act(operation: Callable, *arguments: Any, class_id: str | None = None, **options: Any) -> Any:
    """Call ``operation(engine, instructor, …)`` for whoever is signed in here; None if it failed.

    Parameters
    ----------
    operation : callable
        An operation of ``quizzes.store`` that asks for an instructor.
    class_id : str, optional
        The class that changes, to be read anew at once.
    """
    try:
        done = operation(connection.engine(), signed_in(), *arguments, **options)
        if class_id is not None:
            watch().stale(class_id)
    except StoreAway as away:
        st.session_state[keys.NOTICE] = f"{away} Nothing was changed. Try again later."
        return None
    except Refused as refusal:
        st.session_state[keys.NOTICE] = str(refusal)
        return None
    return done


def notice() -> None:
    """Show what went wrong, once."""
    text = st.session_state.pop(keys.NOTICE, None)
    if text:
        st.error(text)
