"""What a question is called where there is little room."""


def short(question: str) -> str:
    """A question's name for a column head.

    Examples
    --------
    >>> short("least_loss_point.communities.17")
    'Least loss point'
    """
    return question.split(".")[0].split(":")[-1].replace("_", " ").capitalize()
