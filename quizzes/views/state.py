"""Every session key of the activities and the quiz."""

PARAMETER = "resume"
"""Name in the address that carries the resume code."""

WORK = "work:work"
CARRIED = "work:carried"
"""A code that the address brought to a page that does not use it."""
FORGOTTEN = "work:forgotten"
"""A code that this browser shall not keep."""
RESUME_TYPED = "work:typed-code"
SINCE = "question:since"
"""When each question was first drawn, by the prefix of its widgets."""

ACTIVITY = "activity"
"""Name in the address that chooses the activity."""

GRAPH = "activities:graph"
CHALLENGE, CHALLENGE_MAP = "challenges:chosen", "challenges:map"
QUIZ = "quiz:quiz"
QUIZZES = "quiz:quizzes"
POSITION = "quiz:position"
PRINTING = "quiz:printing"
LENGTH, TOPICS, DIFFICULTIES, SEED = "quiz:length", "quiz:topics", "quiz:difficulties", "quiz:seed"


def in_activity(name: str, graph: str, what: str) -> str:
    """A key that belongs to one activity on one graph: its point, layer, position, visited cells."""
    return f"activity:{name}:{graph}:{what}"


def widgets(address: str, run: int) -> str:
    """Prefix of a question's widgets; a new run begins with empty ones."""
    return f"ask:{run}:{address}"
