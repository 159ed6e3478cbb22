"""What goes wrong when a formula cannot be read."""


class FormulaError(ValueError):
    """The text is not a formula of the grammar; the message says what to change.

    Parameters
    ----------
    message
        One plain sentence for the student.
    position
        Where in the text the trouble starts, counted in characters, where known.
    """

    def __init__(self, message: str, position: int | None = None):
        super().__init__(message)
        self.position = position
