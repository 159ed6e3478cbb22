"""Choices with how often each was taken: texts as markdown, bars as boxes whose only content is numbers."""

import streamlit as st

from quizzes.store.tally import Tally

STYLE = """<style>
.votes { display: grid; grid-template-columns: 1fr 8.5em; gap: 0.15em 0.7em; align-items: center; margin-bottom: 0.4em;
  font-variant-numeric: tabular-nums; font-size: inherit; }
.votes .track { height: 0.85em; background: color-mix(in srgb, currentColor 9%, transparent); border-radius: 3px; }
.votes .fill { height: 100%; border-radius: 3px; min-width: 2px; box-sizing: border-box; }
.votes .r1 { background: color-mix(in srgb, currentColor 30%, transparent);
  border: 1px solid color-mix(in srgb, currentColor 65%, transparent); }
.votes .r2 { background: color-mix(in srgb, currentColor 80%, transparent); }
.votes .count { color: color-mix(in srgb, currentColor 75%, transparent); white-space: nowrap; }
</style>"""


def bars(choices, tallies: dict[int, Tally], right=None) -> None:
    """Draw the votes.

    Parameters
    ----------
    choices : sequence of Choice
    tallies : dict
        Round to Tally.
    right : collection of str, optional
        Keys of the right choices, once they may be seen.
    """
    st.html(STYLE)
    for letter, choice in zip("ABCDEFGHIJKLMNOP", choices, strict=False):
        sign = "" if right is None else ":green[**✓**] " if choice.key in right else ""
        st.markdown(f"{sign}**{letter}**  {choice.text}")
        st.html("".join(_bar(n, tally, choice.key) for n, tally in tallies.items()))


def _bar(round_: int, tally: Tally, key: str) -> str:
    count, share = tally.choices[key], tally.choices[key] / max(tally.answered, 1)
    label = f"{count} ({share:.0%})" + (f", round {round_}" if round_ == 2 else "")
    fill = f'<div class="fill r{round_}" style="width: {100 * share:.1f}%"></div>' if count else ""
    return f'<div class="votes"><div class="track">{fill}</div><div class="count">{label}</div></div>'
