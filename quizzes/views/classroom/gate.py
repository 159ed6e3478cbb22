"""Whether Explore is closed to this session because its class has a question open."""

import streamlit as st

from quizzes.store.errors import Refused, StoreAway
from quizzes.store.items import Item, Phase
from quizzes.store.members import Member
from quizzes.views.classroom import keys, poll
from quizzes.views.classroom.shared import watch


def explore_closed() -> str | None:
    """Why this session may not open Explore just now; None if it may."""
    member = st.session_state.get(keys.MEMBER)
    if type(member) is not Member:
        return None
    poll.mark(member.class_id, every_answer=False)
    poll.follow(member.class_id, every_answer=False, member=member)  # Explore closes and opens by itself
    try:
        item = watch().item(member.class_id)
    except StoreAway:
        item = st.session_state.get(keys.LAST_ITEM)  # a question that was open counts as open until we know better
    except Refused:
        return None
    if isinstance(item, Item) and item.phase is Phase.OPEN:
        return "Your class has a question open. Explore opens again when your instructor closes it."
    return None
