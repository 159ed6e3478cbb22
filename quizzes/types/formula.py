"""A formula in plain notation, judged by its values on random embeddings; it is parsed, never executed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from explorer.charts.texts import typeset
from explorer.model.surface import Surface
from quizzes.escaping import code_markdown
from quizzes.formula import TARGETS, FormulaError, Verdict, judge_formula
from quizzes.formula.slips import OTHER_FORMS
from quizzes.question import ALONE, Answer, InvalidAnswer, Mark, Question, Samples, Setting, register

LONGEST = 300
"""Characters of a formula that a class is shown."""

NOTATION = """\
- `s(i,k)`, `s_ik`, `sim(z_i, z_k)` or `z_i * z_k`: similarity of views i and k
- `||z_i - z_k||^2`: squared distance
- `sum over k != i of ...`, `mean over i of ...`, `sum_{k=1}^{2N} 1[k != i] ...`
- `tau`, `exp(...)`, `log(...)`, `\\frac{}{}`; i is the anchor, j its partner, N the number of pairs

LaTeX and symbols such as τ, Σ and ≠ are read as well, and so are the letters of papers and code: `u_i` and `v_k` of two
views, `q` and `k_+`, `f(x)` and `f(x^+)`, `a in A(i)`, `logsumexp over k != i of ...`, `for k in range(2*N) if k != i`.
"""

# form: one way to write it, and one slip
_EXAMPLES = {
    "nt-xent": (
        "-s(i,j)/tau + log(sum over k != i of exp(s(i,k)/tau))",
        "-s(i,j)/tau + log(sum over k of exp(s(i,k)/tau))",
    ),
    "alignment": ("-s(i,j)/tau", "s(i,j)/tau"),
    "uniformity": ("log(sum over k != i of exp(s(i,k)/tau))", "log(sum over k of exp(s(i,k)/tau))"),
    "wang-isola-alignment": ("mean over i of ||z_i - z_j||^2", "mean over i of ||z_i - z_j||"),
    "wang-isola-uniformity": (
        "log(mean over i of mean over k != i of exp(-2 ||z_i - z_k||^2))",
        "log(mean over i of mean over k != i of exp(-||z_i - z_k||^2))",
    ),
    "chance": ("log(2N-1)", "log(2N-2)"),
}
_DEFAULT_FORM = {"loss": "nt-xent", "alignment": "alignment", "uniformity": "uniformity", "chance": "chance"}


@register
@dataclass(frozen=True, kw_only=True)
class Formula(Question):
    """A typed formula.

    Parameters
    ----------
    target
        A key of `quizzes.formula.TARGETS`.
    forms
        Accepted forms by name (``"alignment"``, ``"wang-isola-alignment"``, ...); empty accepts every right form.
    """

    kind: ClassVar[str] = "formula"
    attempts: int | None = None
    target: str
    forms: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.target not in TARGETS:
            raise ValueError(f"target must be one of {sorted(TARGETS)}, got {self.target!r}")

    @property
    def map_beside(self) -> bool:
        """Nothing of it is read off a map."""
        return False

    def ask(self, surface: Surface, *, key: str, setting: Setting = ALONE) -> str | None:
        """Draw a text box with the notation beside it."""
        import streamlit as st

        with st.form(f"{key}-form", border=False):
            st.markdown(typeset(self.prompt))
            typed = st.text_area("Your formula", key=f"{key}-formula", max_chars=1000, height=96)
            with st.expander("Notation"):
                st.markdown(NOTATION)
            sent = st.form_submit_button("Submit")
        return typed if sent else None

    def parse(self, answer: Answer, surface: Surface) -> str:
        """The formula as it was typed, if it can be read."""
        self._verdict(answer)
        return str(answer)

    def check(self, answer: Answer, surface: Surface) -> Mark:
        """Right if it equals an accepted form on every test batch; else the slips that explain it."""
        verdict = self._verdict(answer)
        if verdict.correct and self.forms and verdict.form not in self.forms:
            message = OTHER_FORMS.get(verdict.form, "Another form is asked for here.")
            return Mark(False, 0.5, f"A right formula, but not of what is asked. {message}", verdict.form)
        score = 1.0 if verdict.correct else 0.5 if len(verdict.slips) == 1 and verdict.form else 0.0
        return Mark(verdict.correct, score, verdict.message, "right" if verdict.correct else ", ".join(verdict.slips))

    def truth(self, surface: Surface) -> str:
        return self._example()[0]

    def truth_markdown(self, surface: Surface) -> str:
        """The same as code, since stars and underscores mean something to markdown."""
        return f"`{self.truth(surface)}`"

    def say(self, answer: Answer) -> str:
        """The formula as it was typed."""
        return str(answer)

    def reveal(self, answer: Answer | None, surface: Surface, *, key: str) -> None:
        """Put both formulas as code."""
        from quizzes.widgets.texts import show_formulas

        show_formulas(code_markdown(str(answer)) if answer else None, self.truth_markdown(surface))

    def show_class(
        self, rounds: Mapping[int, Sequence[Answer]], surface: Surface, *, revealed: bool, large: bool, key: str
    ) -> None:
        """Count the formulas that say the same, or share a slip, each by its shortest spelling.

        What only one student wrote is counted, not shown: a class sees no single answer.
        """
        from quizzes.widgets.votes import written_votes

        meant = {number: [self._sort(answer, surface) for answer in answers] for number, answers in rounds.items()}
        spelt: dict[str, str] = {}
        for number, answers in rounds.items():
            for sort, answer in zip(meant[number], answers, strict=True):
                spelt[sort] = min(spelt.get(sort, answer), answer, key=len)
        written_votes(
            meant,
            lambda sort: code_markdown(spelt[sort][:LONGEST]),
            right={"right"},
            revealed=revealed,
            large=large,
            others="other formula",
            none="No two formulas say the same yet.",
        )

    def well_posed(self, surface: Surface) -> bool:
        """A formula's truth needs no surface."""
        return True

    def samples(self, surface: Surface) -> Samples:
        """A right spelling, a slip, and what is no formula."""
        right, slipped = self._example()
        return Samples(
            (right,), (slipped, "0", "N"), ("", "log(", "import os", "<b>x</b>", "s(i,", "🙂", None, 3, "(" * 2000)
        )

    def _sort(self, answer: str, surface: Surface) -> str:
        """What formulas that say the same have in common: what they are taken for, or else how they are spelt."""
        feedback = self.check(answer, surface).feedback
        return "".join(answer.split()) if feedback in ("unknown", "undefined") else feedback

    def _verdict(self, answer: Answer) -> Verdict:
        if not isinstance(answer, str):
            raise InvalidAnswer("Type a formula first.")
        try:
            return judge_formula(answer, self.target)
        except FormulaError as error:
            raise InvalidAnswer(str(error)) from None

    def _example(self) -> tuple[str, str]:
        return _EXAMPLES[min(self.forms) if self.forms else _DEFAULT_FORM[self.target]]
