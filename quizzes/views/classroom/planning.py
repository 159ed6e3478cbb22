"""The plan of a lecture: made before it, gone through in a class, copied for the next one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from explorer.model.counts import counted
from explorer.model.library import can_open, title
from explorer.widgets.download import download
from quizzes.escaping import code_markdown, plain_markdown
from quizzes.own import NotReadable, Written, from_data
from quizzes.own.files import LARGEST, read_file
from quizzes.own.qti.package import write_package
from quizzes.plan_file import PlanFile, plan_json, read_plan
from quizzes.posed import OWN, pose, pose_if_known
from quizzes.store import connection
from quizzes.store.access import Instructor
from quizzes.store.classes import Classroom
from quizzes.store.errors import Refused
from quizzes.store.items import Item, list_items
from quizzes.store.plans import (
    LONGEST_TITLE,
    Entry,
    Plan,
    copy_plan,
    create_plan,
    delete_plan,
    follow_plan,
    get_plan,
    list_plans,
    plan_of,
    put_entry,
    save_plan,
)
from quizzes.views.classroom import session, writing
from quizzes.views.classroom.chooser import entry_picker
from quizzes.views.classroom.hiding import hidden_by_default
from quizzes.views.classroom.session import watch
from quizzes.views.classroom.sign_in import act

KEY = "planning"
IMPORTED = "planning:imported"


def entry_title(entry: Entry) -> str:
    """What an entry asks, in a few plain words."""
    posed = pose_if_known(entry)
    return posed.title if posed else "Not known to this version of the app"


def written_in(entry: Entry) -> Written | None:
    """The question of the instructor's own that an entry holds."""
    if entry.activity != OWN:
        return None
    try:
        return from_data(entry.payload["question"])
    except (KeyError, NotReadable):
        return None


# --- the list of plans ---


def list_of_plans(instructor: Instructor) -> None:
    """Draw the plans, each to open, and a form for a new one."""
    st.header("Your plans", anchor=False)
    _told()
    with st.form("planning-create", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            title = st.text_input("New plan", max_chars=LONGEST_TITLE, placeholder="Lecture 3: temperature")
            made = act(create_plan, title) if st.form_submit_button("Make a plan") else None
    if made is not None:
        st.session_state[session.PLAN] = made.id
        st.rerun()
    with st.expander("A plan from a file"):
        found = _given("new", "communities", "Make a plan of it")
        if found is not None and (made := act(create_plan, found.title, found.entries)) is not None:
            _open(made.id)
            _say(found)
            st.rerun()
    for plan in list_plans(connection.engine(), instructor):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            count = len(plan.entries)
            shared = f" · by {code_markdown(plan.owner)}" if plan.owner not in ("", instructor.who) else ""
            st.markdown(f"**{plain_markdown(plan.title)}**  \n{counted(count, 'entry', 'entries')}{shared}")
            st.button("Open", key=f"planning:open:{plan.id}", on_click=_open, args=(plan.id,))


def _open(plan_id: str | None) -> None:
    st.session_state.pop(IMPORTED, None)
    st.session_state[session.PLAN] = plan_id
    _edit(None)


def opened(instructor: Instructor) -> bool:
    """Draw the plan that this session has open outside a class; whether there is one."""
    plan_id = st.session_state.get(session.PLAN)
    if not isinstance(plan_id, str):
        return False
    try:
        plan = get_plan(connection.engine(), instructor, plan_id)
    except Refused:
        st.session_state.pop(session.PLAN, None)
        return False
    st.button("All classes and plans", on_click=_open, args=(None,), type="tertiary", icon=":material/arrow_back:")
    editor(plan)
    return True


# --- the plan of a class ---


def plan_of_class(instructor: Instructor, room: Classroom) -> None:
    """Draw the plan that the class goes through, or the choice of one."""
    engine = connection.engine()
    plan = plan_of(engine, instructor, room.id)
    if plan is not None:
        editor(plan, room, list_items(engine, instructor, room.id))
        return
    st.header("Go through a plan", anchor=False)
    st.markdown("A plan is a list of questions and activities in order, made before the lecture and kept after it.")
    known = {one.id: one for one in list_plans(engine, instructor)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if known:
            chosen = st.selectbox("Plan", list(known), format_func=lambda one: known[one].title, width=340)
            st.button("Use it here", on_click=_follow, args=(room.id, chosen), type="primary")
        st.button("Make a new one", on_click=_begin, args=(room,))


def _follow(class_id: str, plan_id: str | None) -> None:
    act(follow_plan, class_id, plan_id, class_id=class_id)
    _edit(None)


def _begin(room: Classroom) -> None:
    made = act(create_plan, room.title)
    if made is not None:
        _follow(room.id, made.id)


def next_in_plan(instructor: Instructor, room: Classroom, item: Item | None) -> None:
    """Draw where the class is in its plan, and a button for the entry that comes next; nothing without a plan."""
    plan = plan_of(connection.engine(), instructor, room.id)
    if plan is None or not plan.entries:
        return
    at = None if item is None else plan.place(item.entry)
    asked = {one.entry for one in list_items(connection.engine(), instructor, room.id)}
    follows = range(len(plan.entries)) if at is None else range(at + 1, len(plan.entries))
    following = next((n for n in follows if plan.entries[n].id not in asked), None)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="next-in-plan"):
        place = "" if at is None else f" · {at + 1} of {len(plan.entries)}"
        st.markdown(f"Plan **{plain_markdown(plan.title)}**{place}", width="content")
        if following is None:
            st.markdown("Nothing that was not asked yet follows.", width="content")
            return
        entry = plan.entries[following]
        st.button(
            f"Next: {plain_markdown(entry_title(entry))}",
            icon=":material/skip_next:",
            key="planning:next",
            on_click=_put,
            args=(room.id, entry),
        )


def _put(class_id: str, entry: Entry) -> None:
    if act(put_entry, class_id, entry, class_id=class_id):
        st.session_state["classroom:view"] = "Run"


# --- editing ---


def editor(plan: Plan, room: Classroom | None = None, asked: list[Item] | None = None) -> None:
    """Draw a plan to be read, changed and, in a class, gone through."""
    st.header(f"{plain_markdown(plan.title)}", anchor=False)
    _told()
    times: dict[str | None, int] = {}
    for item in asked or []:
        times[item.entry] = times.get(item.entry, 0) + 1
    now = watch().item(room.id) if room is not None else None
    if not plan.entries:
        st.info("The plan is empty. Add a question below.")
    for number, entry in enumerate(plan.entries):
        here = now is not None and now.entry == entry.id
        _row(plan, number, room, times.get(entry.id, 0), here)
    edited = next((one for one in plan.entries if one.id == st.session_state.get(session.EDITED)), None)
    if edited is not None:
        _change(plan, edited)
    else:
        st.subheader("Add", anchor=False)
        chosen = entry_picker("Add to the plan", key=KEY)
        if chosen is not None and _save(replace(plan, entries=(*plan.entries, chosen))):
            writing.load(f"{KEY}:own", None)
            st.rerun()
        with st.expander("Add from a file"):
            graph = plan.entries[-1].graph if plan.entries else "communities"
            found = _given("add", graph, "Add what it asks")
            if found is not None:
                if _save(replace(plan, entries=(*plan.entries, *found.entries))):
                    _say(found)
                st.rerun()
    st.divider()
    _files(plan)
    _whole(plan, room)


def _row(plan: Plan, number: int, room: Classroom | None, times: int, here: bool) -> None:
    entry = plan.entries[number]
    said = ["before the class now"] if here else []
    said += [f"asked {counted(times, 'time')}"] if times else []
    key = f"planning:{{}}:{entry.id}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        named = title(entry.graph) if can_open(entry.graph) else entry.graph
        about = " · ".join([plain_markdown(named), *said])
        st.markdown(f"**{number + 1}. {plain_markdown(entry_title(entry))}**  \n{about}")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if room is not None:
                label = "Ask again" if times else "Put before the class"
                st.button(label, on_click=_put, args=(room.id, entry), key=key.format("put"))
            last = len(plan.entries) - 1
            _act("Up", _move, plan, number, -1, disabled=number == 0, key=key.format("up"))
            _act("Down", _move, plan, number, 1, disabled=number == last, key=key.format("down"))
            if written_in(entry) is not None:
                _act("Change", _edit, entry, key=key.format("edit"))
            _act("Remove", _drop, plan, number, key=key.format("drop"))


def _act(label: str, operation: Callable[..., Any], *arguments: Any, key: str, disabled: bool = False) -> None:
    st.button(label, on_click=operation, args=arguments, key=key, disabled=disabled, type="tertiary")


def _save(plan: Plan) -> Plan | None:
    return act(save_plan, plan)


def _move(plan: Plan, number: int, by: int) -> None:
    entries = list(plan.entries)
    entries[number], entries[number + by] = entries[number + by], entries[number]
    _save(replace(plan, entries=tuple(entries)))


def _drop(plan: Plan, number: int) -> None:
    _save(replace(plan, entries=(*plan.entries[:number], *plan.entries[number + 1 :])))


def _edit(entry: Entry | None) -> None:
    st.session_state[session.EDITED] = None if entry is None else entry.id
    prefix = f"{KEY}:edit"
    writing.load(f"{prefix}:own", None if entry is None else written_in(entry))
    if entry is not None:
        st.session_state[f"{prefix}:graph"] = entry.graph


def _change(plan: Plan, entry: Entry) -> None:
    """Draw the inputs of one question, and put what they hold in its place."""
    st.subheader("Change", anchor=False)
    chosen = entry_picker("Keep the change", key=f"{KEY}:edit", written=written_in(entry))
    st.button("Leave it as it was", on_click=_edit, args=(None,), type="tertiary")
    if chosen is not None:
        changed = replace(chosen, id=entry.id)
        if _save(replace(plan, entries=tuple(changed if one.id == entry.id else one for one in plan.entries))):
            _edit(None)
            st.rerun()


# --- files ---


def _given(key: str, graph: str, label: str) -> PlanFile | None:
    """Draw the upload of a file; what it holds, in the run in which the button is pressed.

    Parameters
    ----------
    key : str
    graph : str
        The graph of questions that name none.
    label : str
        What the button does with it.
    """
    st.markdown("A plan of ours (.json), or questions in QTI 2.1 or 1.2 as learning management systems export them.")
    with st.form(f"planning-import-{key}", border=False, clear_on_submit=True):
        file = st.file_uploader("File", ["zip", "xml", "json"], max_upload_size=LARGEST // 1_000_000)
        sent = st.form_submit_button(label)
    if not sent or file is None:
        return None
    data = file.getvalue()
    try:
        found = read_plan(data)
        if found is None:
            read = read_file(data)
            found = PlanFile("", tuple(_own(one, graph) for one in read.questions), read.left_out)
    except NotReadable as fault:
        st.session_state[IMPORTED] = plain_markdown(str(fault))
        st.rerun()
    return found


def _told() -> None:
    """Say what the last file held, until the next one: a class's page is drawn anew with every answer."""
    said = st.session_state.get(IMPORTED)
    if said:
        st.info(said)


def _say(found: PlanFile) -> None:
    count = len(found.entries)
    lines = [f"Added {counted(count, 'entry', 'entries')}."]
    lines += [f"Left out: {line}" for line in found.left_out[:20]]
    st.session_state[IMPORTED] = plain_markdown("\n".join(lines))


def _own(written: Written, graph: str) -> Entry:
    entry = Entry(OWN, {"question": written.data()}, graph)
    (step,) = pose(entry).steps
    return replace(entry, hidden=hidden_by_default(step))


def _files(plan: Plan) -> None:
    if not plan.entries:
        return
    own = [written for entry in plan.entries if (written := written_in(entry)) is not None]
    icon = ":material/download:"
    with st.container(horizontal=True, vertical_alignment="center"):
        download("This plan (JSON)", lambda: plan_json(plan), "plan.json", key=KEY, icon=icon)
        if own:
            label = f"My own question{'s' * (len(own) != 1)} in it (QTI 2.1)"
            download(label, lambda: write_package(own, plan.title), "questions-qti.zip", key=KEY, icon=icon)


def _whole(plan: Plan, room: Classroom | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("Rename"):
            title = st.text_input("Title", plan.title, max_chars=LONGEST_TITLE, key=f"planning:title:{plan.id}")
            st.button("Rename", on_click=_rename, args=(plan, title), key="planning:rename")
        st.button("Make a copy", on_click=_copy, args=(plan, room), icon=":material/content_copy:")
        if room is not None:
            st.button("Go on without a plan", on_click=_follow, args=(room.id, None), type="tertiary")
        with st.popover("Delete", type="tertiary"):
            st.markdown("Delete this plan with the questions written in it? Classes keep what they were asked.")
            st.button("Delete the plan", on_click=_delete, args=(plan,), type="primary")


def _rename(plan: Plan, title: str) -> None:
    _save(replace(plan, title=title))


def _copy(plan: Plan, room: Classroom | None) -> None:
    made = act(copy_plan, plan.id)
    if made is None:
        return
    if room is None:
        _open(made.id)
    else:
        _follow(room.id, made.id)


def _delete(plan: Plan) -> None:
    act(delete_plan, plan.id)
    _open(None)
