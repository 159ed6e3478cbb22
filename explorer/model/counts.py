"""How many of what, in words."""

__all__ = ["counted"]


def counted(number: int, one: str, many: str = "") -> str:
    """A count and its noun, which is in the singular after 1 alone; `many` where more is not `one` with an s.

    Examples
    --------
    >>> counted(1, "edge"), counted(1200, "edge"), counted(0, "entry", "entries")
    ('1 edge', '1,200 edges', '0 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
