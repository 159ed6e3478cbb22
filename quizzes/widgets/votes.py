"""Choices with how often each was taken: texts as markdown, bars as boxes whose only content is numbers."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

LETTERS = "ABCDEFGHIJKLMNOP"
"""How choices are called before a class."""

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


def votes(
    choices: Sequence[tuple[str, str]], rounds: Mapping[int, Sequence[Collection[str]]], right: Collection[str] | None
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
    """
    st.html(STYLE)
    for letter, (key, text) in zip(LETTERS, choices, strict=False):
        sign = "" if right is None else ":green[**✓**] " if key in right else ""
        st.markdown(f"{sign}**{letter}**  {text}")
        counts = {
            number: (sum(key in chosen for chosen in answers), len(answers)) for number, answers in rounds.items()
        }
        if counts:
            st.html("".join(_bar(number, *count) for number, count in counts.items()))


def _bar(number: int, count: int, answered: int) -> str:
    share = count / max(answered, 1)
    label = f"{count} ({share:.0%})" + (f", round {number}" if number == 2 else "")
    fill = f'<div class="fill r{number}" style="width: {100 * share:.1f}%"></div>' if count else ""
    return f'<div class="votes"><div class="track">{fill}</div><div class="count">{label}</div></div>'
