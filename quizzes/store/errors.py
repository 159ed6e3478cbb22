"""What can go wrong, in words that a page may show as they are."""


class Refused(Exception):
    """The request was understood and turned down; asking again will not help.

    ``MESSAGE`` says it with what is given; without one, what is given is the message.
    """

    MESSAGE = ""

    def __init__(self, *given: object) -> None:
        super().__init__(self.MESSAGE.format(*given) if self.MESSAGE else " ".join(map(str, given)))


class StoreAway(Exception):
    """The database cannot be reached just now; asking again later may help."""

    MESSAGE = "The database cannot be reached just now."

    def __init__(self, detail: str = "") -> None:
        super().__init__(self.MESSAGE)
        self.detail = detail


class StoreUnusable(StoreAway):
    """The database cannot be used until somebody mends it: a folder that cannot be written, a file that is none.

    ``detail`` says what is wrong in words that may name a path or come from elsewhere: for the console, not for a page.
    """

    MESSAGE = "The database of this server cannot be used."


class NewerDatabase(StoreUnusable):
    """The database was made by a later version of this app."""


class NotKept(Refused):
    """Storing failed through a fault of the app, which would be the same the next time."""

    MESSAGE = "Your answer could not be kept, through a fault of this app."


class NotSignedIn(Refused):
    """An instructor's operation was called without an instructor's sign-in."""

    MESSAGE = "Sign in as an instructor first."


class TooSoon(Refused):
    """Too many wrong guesses from this client; ``wait`` seconds are left."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"Too many wrong guesses. Try again in {max(1, round(wait))} s.")
        self.wait = wait


class WrongGuess(Refused):
    """A secret was guessed wrongly; counted against the client."""


class WrongPassphrase(WrongGuess):
    """What was typed is not the passphrase by which instructors sign in."""

    MESSAGE = "That is not the passphrase."


class UnknownCode(WrongGuess):
    """A join, rejoin or resume code that nobody has.

    Parameters
    ----------
    what : str
        What to look at in it.
    """

    def __init__(self, what: str = "") -> None:
        super().__init__(f"No class or work is known under this code. {what}".strip())


class BadNickname(Refused):
    """The nickname cannot be used; the message says why."""


class BadStudentId(Refused):
    """The student id cannot be one; the message says why."""


class NicknameTaken(Refused):
    """Another member of the class has this nickname, or one that reads the same."""

    MESSAGE = "“{}” is already taken in this class."


class ClassFull(Refused):
    """The class has as many members as one server holds."""

    MESSAGE = "This class already has {} members."


class ClassGone(Refused):
    """The class was deleted, or its time is over."""

    MESSAGE = "This class has ended."


class NotOwner(Refused):
    """Only who made it may delete a class or a plan, or share a class."""

    MESSAGE = "Only who made it can do that."


class NotListed(Refused):
    """Whoever signed in is not one of this server's instructors."""

    MESSAGE = "“{}” is not on this server’s list of instructors."


class NotVerified(Refused):
    """The provider does not say that the e-mail belongs to whoever signed in."""

    MESSAGE = "The sign-in’s provider does not say that “{}” was verified."


class SignInOver(Refused):
    """The provider's sign-in is too old, or was ended."""

    MESSAGE = "Your sign-in has ended."


class PlanGone(Refused):
    """The plan was deleted."""

    MESSAGE = "This plan has been deleted."


class PlanChanged(Refused):
    """The plan was changed on another page in the meantime."""

    MESSAGE = "This plan was changed on another page and is shown as it is now. Make your change again."


class PlanTooLarge(Refused):
    """The plan has too many entries."""

    MESSAGE = "A plan has at most {} entries."


class MemberGone(Refused):
    """The instructor removed the member."""

    MESSAGE = "You are no longer a member of this class."


class ItemClosed(Refused):
    """The round was not open when the answer was given."""

    MESSAGE = "This question is not open for answers."


class OtherStep(Refused):
    """The class is paced together, and this is not the step that it is on."""

    MESSAGE = "The class is on another question just now."


class NoAttemptsLeft(Refused):
    """The question takes no more answers from this student."""

    MESSAGE = "All {} attempts at this question are used."
