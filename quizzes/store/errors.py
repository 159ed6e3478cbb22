"""What can go wrong, in words that a page may show as they are."""


class Refused(Exception):
    """The request was understood and turned down; asking again will not help."""


class StoreAway(Exception):
    """The database cannot be reached just now; asking again later may help."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("The database cannot be reached just now.")
        self.detail = detail


class NewerDatabase(Exception):
    """The database was made by a later version of this app."""


class NotSignedIn(Refused):
    """An instructor's operation was called without an instructor's sign-in."""

    def __init__(self) -> None:
        super().__init__("Sign in as an instructor first.")


class TooSoon(Refused):
    """Too many wrong guesses from this client; ``wait`` seconds are left."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"Too many wrong guesses. Try again in {max(1, round(wait))} s.")
        self.wait = wait


class WrongGuess(Refused):
    """A secret was guessed wrongly; counted against the client."""


class WrongPassphrase(WrongGuess):
    def __init__(self) -> None:
        super().__init__("That is not the passphrase.")


class UnknownCode(WrongGuess):
    def __init__(self) -> None:
        super().__init__("No class or work is known under this code.")


class BadNickname(Refused):
    """The nickname cannot be used; the message says why."""


class NicknameTaken(Refused):
    def __init__(self, nickname: str) -> None:
        super().__init__(f"“{nickname}” is already taken in this class.")


class ClassFull(Refused):
    def __init__(self, limit: int) -> None:
        super().__init__(f"This class already has {limit} members.")


class ClassGone(Refused):
    def __init__(self) -> None:
        super().__init__("This class has ended.")


class MemberGone(Refused):
    def __init__(self) -> None:
        super().__init__("You are no longer a member of this class.")


class ItemClosed(Refused):
    def __init__(self) -> None:
        super().__init__("This question is not open for answers.")


class OtherStep(Refused):
    def __init__(self) -> None:
        super().__init__("The class is on another question just now.")


class NoAttemptsLeft(Refused):
    def __init__(self, limit: int) -> None:
        super().__init__(f"All {limit} attempts at this question are used.")


class TooLarge(Refused):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"The answer is too long to keep ({length:,} characters; at most {limit:,}).")
