"""Every session key of the activities and the quiz."""

WORK = "work:work"
RESUME_TYPED = "work:typed-code"
NOTE = "work:note"

ACTIVITY = "activity"
"""Name in the address that chooses the activity."""

GRAPH = "activities:graph"
SITTING = "quiz:sitting"
SITTINGS = "quiz:sittings"
POSITION = "quiz:position"
PRINTING = "quiz:printing"
LENGTH, TOPICS, DIFFICULTIES, SEED = "quiz:length", "quiz:topics", "quiz:difficulties", "quiz:seed"


def in_activity(name: str, graph: str, what: str) -> str:
    """A key that belongs to one activity on one graph: its point, layer, position, visited cells."""
    return f"activity:{name}:{graph}:{what}"


def of_question(address: str, what: str) -> str:
    """A key that belongs to one question, as when it was first drawn."""
    return f"question:{address}:{what}"


def widgets(address: str, run: int) -> str:
    """Prefix of a question's widgets; a new run begins with empty ones."""
    return f"ask:{run}:{address}"
