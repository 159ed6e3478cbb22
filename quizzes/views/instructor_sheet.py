"""The instructor's sheet: objective, timing, assessment and key, all read from the activities."""

import streamlit as st

from explorer.charts.texts import typeset
from explorer.microsim.wording import OBJECTIVES, PREREQUISITES
from explorer.model.scenario import GRAPHS
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped
from explorer.widgets.surfaces import offered
from quizzes.activities import ACTIVITIES, course
from quizzes.activities.activity import Activity
from quizzes.activities.assessment import CHECKLIST, EVIDENCE

READING = 15
"""Minutes for the lesson's page, about."""

RUN = """
- **Alone**: the activities keep a student's work under a resume code, without account or name; each gives feedback
  step by step and ends with a summary to print.
- **With a class**: *Instructor* poses any step or quiz question live, with peer discussion, the class's answers on the
  map, and a projector's view. *Class* is where students join.
- Let everybody **predict before the map is shown**. Hidden layers open by themselves once a prediction is made.
"""

EMBED = """
*Share* on the Explore page gives both ways to put the map into a textbook or a learning management system:

- **Live**: code for a frame with this app in it, with every graph and layer. The app must be awake: many free hosts let
  one sleep, and a reader cannot wake it inside a frame. A frame with `sandbox` needs `allow-scripts` and
  `allow-same-origin`.
- **A page without a server**: one HTML file a surface, with three questions that it judges itself. It works from any
  web space and from your disk, for as long as browsers do, and asks the network for nothing. Take this one for a book.
"""


def page() -> None:
    """The page for the instructor, who may print it; it needs no sign-in."""
    with st.container(key="sheet", width=760):
        st.title("Instructor's sheet", anchor=False)
        st.markdown("How augmentation strength and temperature shape what a contrastive loss learns on a graph.")
        st.header("Objective", anchor=False)
        st.markdown(
            "Advanced undergraduate or graduate. Afterwards a student can (Bloom: *Apply* to *Evaluate*)\n\n"
            + "\n".join(f"- {one[0].lower()}{one[1:]}" for one in OBJECTIVES)
            + f"\n\nPrerequisites: {', '.join(PREREQUISITES).lower()}."
        )
        st.header("Timing", anchor=False)
        st.markdown(activity_minutes())
        st.markdown(RUN)
        st.header("Assessment", anchor=False)
        surfaces = {graph: load_shipped(graph) for graph in offered(GRAPHS)}
        st.markdown(typeset(assessment(next(iter(surfaces.values())))))
        st.header("Key", anchor=False)
        st.caption("It gives everything away. Students get to see each answer once their attempts are used up.")
        graph = st.segmented_control(
            "Graph",
            list(surfaces),
            format_func=GRAPHS.__getitem__,
            required=True,
            default=next(iter(surfaces)),
            key="sheet:graph",
        )
        for activity in ACTIVITIES:
            folded = st.expander(
                f"{activity.number} · {activity.title}", on_change="rerun", key=f"sheet:{activity.name}"
            )
            if folded.open:
                folded.markdown(typeset(key(activity, surfaces[graph or next(iter(surfaces))])))
        st.header("Embed it", anchor=False)
        st.markdown(EMBED)


def activity_minutes() -> str:
    """The activities with their minutes, and what to choose for how much time."""
    rows = [f"| {one.number} · {one.title} | {one.aim} | {one.minutes}\u00a0min |" for one in ACTIVITIES]
    plans = [
        f"- **{title}**, {course.minutes(names)} min: "
        f"{'all' if len(names) == len(ACTIVITIES) else ', '.join(str(course.BY_NAME[name].number) for name in names)}"
        for title, names in course.PLANS.items()
    ]
    return "\n".join(
        [
            "| Activity | What it asks | About |",
            "|:--|:--|--:|",
            *rows,
            f"\nThe lesson's page takes some {READING} minutes to read before. What to choose:\n",
            *plans,
        ]
    )


def assessment(surface: Surface) -> str:
    """What is asked in the end, and what the explanation is rated by."""
    asked = [
        f"{number}. {task.asked.partition(' *Add')[0]}"
        for number, task in enumerate((one for one in course.tasks("assessment", surface) if one.question), 1)
    ]
    return "\n".join(
        [
            "Activity 6. Formulas are read and judged as typed; numbers are those of the map.\n",
            *asked,
            f"\nRate the explanation by these, and by {EVIDENCE} points of the map, each with a number read there:\n",
            *(f"- {line}" for line in CHECKLIST),
        ]
    )


def key(activity: Activity, surface: Surface) -> str:
    """What is right at every step of an activity, as markdown."""
    return "\n\n".join(
        f"**{task.step.title}.** {task.asked}  \n→ {task.question.truth_markdown(surface)}"
        for task in course.tasks(activity.name, surface)
        if task.question is not None
    )
