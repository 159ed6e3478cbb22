"""Choices with how often each was taken: texts as markdown, bars as boxes whose only content is numbers."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import streamlit as st

from explorer.charts.texts import typeset
from explorer.model.counts import counted
from quizzes.widgets.texts import show_note

LETTERS = "ABCDEFGHIJKLMNOP"
"""How choices are called before a class."""
SHOWN = 10
"""Texts of students that are shown at most."""

STYLE = """<style>
.votes { display: grid; grid-template-columns: 1fr 8.5em; gap: 0.15em 0.7em; align-items: center; margin-bottom: 0.4em;
  font-variant-numeric: tabular-nums; font-size: inherit; }
.votes .track { height: 0.85em; background: color-mix(in srgb, currentColor 9%, transparent); border-radius: 3px; }
.votes .fill { height: 100%; border-radius: 3px; min-width: 2px; box-sizing: border-box; }
.votes .r1 { background: color-mix(in srgb, currentColor 30%, transparent);
  border: 1px solid color-mix(in srgb, currentColor 65%, transparent); }
.votes .r2 { background: color-mix(in srgb, currentColor 80%, transparent); }
@media (forced-colors: active) {
  .votes :is(.track, .fill) { forced-color-adjust: none; color: CanvasText; }
}
.votes .count { color: color-mix(in srgb, currentColor 75%, transparent); white-space: nowrap; }
</style>"""

# For the back row: a line a choice, its rounds side by side, the right ones framed and the others set back.
WALL = """<style>
[class*="st-key-wall-choice"] { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 45%); gap: 0.2em 0.6em;
  align-items: center; padding: 0.12em 0.4em; border-radius: 0.2em; }
[class*="st-key-wall-choice"]:not(:has(.wall-votes)) { display: block; }
[class*="st-key-wall-choice"]:has(.wall-wrong) { opacity: 0.7; }
[class*="st-key-wall-choice"]:has(.wall-right) { outline: 0.12em solid light-dark(#007a55, #2fc795);
  background: color-mix(in srgb, light-dark(#007a55, #2fc795) 14%, transparent); font-weight: 650; }
[class*="st-key-wall-choice"] p { margin: 0; }
.wall-votes { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 0.5em; font-size: inherit;
  font-variant-numeric: tabular-nums; line-height: 1.3; }
.wall-votes > div { position: relative; border-radius: 0.15em; padding: 0 0.3em; white-space: nowrap;
  background: color-mix(in srgb, currentColor 7%, transparent); }
@media (max-width: 640px) { [class*="st-key-wall-choice"] { display: block; } }
.wall-votes i { position: absolute; inset: 0 auto 0 0; border-radius: inherit;
  background: color-mix(in srgb, currentColor 24%, transparent); }
.wall-votes span { position: relative; }
@media (forced-colors: active) {
  .wall-votes :is(div, i) { forced-color-adjust: none; color: CanvasText; }
}
</style>"""


def votes(
    choices: Sequence[tuple[str, str]],
    rounds: Mapping[int, Sequence[Collection[str]]],
    right: Collection[str] | None,
    *,
    large: bool = False,
) -> None:
    """Draw how often each choice was taken.

    Parameters
    ----------
    choices
        (key, markdown) of each.
    rounds
        Round to the keys that each member chose; empty while that is hidden.
    right
        Keys of the right choices, once they may be seen.
    large
        For the projector.
    """
    if large:
        _wall(choices, rounds, right)
        return
    st.html(STYLE)
    for letter, (key, text) in zip(LETTERS, choices, strict=False):
        sign = "" if right is None else ":green[**✓**] " if key in right else ""
        st.markdown(f"{sign}**{letter}**  {typeset(text)}")
        counts = {
            number: (sum(key in chosen for chosen in answers), len(answers)) for number, answers in rounds.items()
        }
        if counts:
            st.html("".join(_bar(number, *count) for number, count in counts.items()))


def written_votes(
    sorts: Mapping[int, Sequence[str]],
    spelt: Callable[[str], str],
    *,
    right: Collection[str],
    revealed: bool,
    large: bool,
    others: str,
    none: str,
) -> None:
    """Draw how often what students wrote was written; what only one wrote is counted among the others.

    Parameters
    ----------
    sorts
        Round to what each member's text comes to.
    spelt
        Sort -> how it is shown, in markdown.
    right
        Right sorts, which are shown with the truth however rare they are.
    revealed, large
        As for a question's `show_class`.
    others
        What the others are called, in the singular.
    none
        What is said while nothing was written twice.
    """
    times = Counter(sort for round_ in sorts.values() for sort in round_)
    several = [sort for sort, count in times.most_common() if count > 1 or (revealed and sort in right)][:SHOWN]
    if several:
        given = {number: [[sort] for sort in round_] for number, round_ in sorts.items()}
        votes([(sort, spelt(sort)) for sort in several], given, right if revealed else None, large=large)
    rest = [count for sort, count in times.items() if sort not in several]
    if rest:
        each = ", each of one student" if max(rest) == 1 else ""
        show_note(f"{counted(sum(rest), others)}{each}" if several else none)


def _bar(number: int, count: int, answered: int) -> str:
    share = count / max(answered, 1)
    label = f"{count} ({share:.0%})" + (f", round {number}" if number == 2 else "")
    fill = f'<div class="fill r{number}" style="width: {100 * share:.1f}%"></div>' if count else ""
    return f'<div class="votes"><div class="track">{fill}</div><div class="count">{label}</div></div>'


def _wall(
    choices: Sequence[tuple[str, str]], rounds: Mapping[int, Sequence[Collection[str]]], right: Collection[str] | None
) -> None:
    st.html(WALL)
    if len(rounds) > 1:
        with st.container(key="wall-choice-head"):
            st.markdown("")
            st.html(f'<div class="wall-votes">{"".join(f"<b>Round {number}</b>" for number in rounds)}</div>')
    for letter, (key, text) in zip(LETTERS, choices, strict=False):
        with st.container(key=f"wall-choice-{letter}"):
            st.markdown(f"{'✓ Right: ' if right and key in right else ''}**{letter}** {typeset(text)}")
            if rounds:
                kind = "" if right is None else "wall-right" if key in right else "wall-wrong"
                cells = "".join(_cell(sum(key in one for one in given), len(given)) for given in rounds.values())
                st.html(f'<div class="wall-votes {kind}">{cells}</div>')


def _cell(count: int, answered: int) -> str:
    share = count / max(answered, 1)
    return f'<div><i style="width: {100 * share:.1f}%"></i><span>{count} ({share:.0%})</span></div>'
