"""Peer instruction: what to do after a vote, by the share of right answers (Crouch & Mazur, 2001)."""

from enum import StrEnum

TOO_FEW, ENOUGH = 0.35, 0.70


class Advice(StrEnum):
    """What the instructor may do next."""

    EXPLAIN = "explain again"
    DISCUSS = "discuss with a neighbour, then answer again"
    MOVE_ON = "move on"


def suggest(right: int, judged: int) -> Advice | None:
    """The advice for ``right`` right answers among ``judged``; none where nobody was judged.

    Examples
    --------
    >>> suggest(right=6, judged=12)
    <Advice.DISCUSS: 'discuss with a neighbour, then answer again'>
    """
    if not 0 <= right <= judged:
        raise ValueError(f"{right} right answers among {judged}")
    if not judged:
        return None
    share = right / judged
    if share < TOO_FEW:
        return Advice.EXPLAIN
    return Advice.DISCUSS if share <= ENOUGH else Advice.MOVE_ON
