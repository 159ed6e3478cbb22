"""A report as one HTML file: no script, nothing from the network, and made for paper too."""

import base64
from html import escape

from quizzes.report.content import AskedQuestion, Report, map_png, map_words

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f26; --muted: #59616e; --line: #d5d9e0; --paper: #fff; --fill: #8a94a3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef1f5; --muted: #a9b2bf; --line: #363d4a; --paper: #12151b; --fill: #7d8796; }
}
body { font: 16px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: var(--ink);
  background: var(--paper); max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; line-height: 1.35; margin: 0 0 0.35rem; }
h3 { font-size: 0.95rem; margin: 0.9rem 0 0.2rem; }
p { margin: 0.3rem 0; white-space: pre-line; }
.about { color: var(--muted); }
section { border-top: 1px solid var(--line); margin-top: 1.6rem; padding-top: 1.2rem; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: 0.5rem 0; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; vertical-align: top; font-weight: 400; }
thead th { color: var(--muted); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
.right th { font-weight: 650; }
td { width: min(11rem, 26vw); }
.bar { display: block; height: 0.55rem; min-width: 1px; border-radius: 2px; background: var(--fill); margin-top: 0.3rem;
  forced-color-adjust: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
img { display: block; width: 100%; max-width: 37rem; height: auto; margin: 0.6rem 0; background: #fff; }
@media print { body { padding: 0; max-width: none; color: #000; background: #fff; } }
"""


def as_html(report: Report) -> bytes:
    """A file that stands by itself: styles and pictures are within, scripts are not."""
    sections = "\n".join(_section(number, one) for number, one in enumerate(report.sections, 1))
    title = escape(report.title)
    nothing = "" if report.sections else "<p>Nothing was answered yet.</p>"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{escape(report.about)}</p>
{nothing}{sections}
</main>
</body>
</html>
""".encode("utf-8", "replace")


def _section(number: int, section: AskedQuestion) -> str:
    head = f"<section>\n<h2>{number}. {escape(section.title)}</h2>"
    parts = [head, f'<p class="about">{escape(section.graph)}</p>']
    if " ".join(section.wording.split()) != section.title:
        parts.append(f"<p>{escape(section.wording)}</p>")
    lines = [f"Round {n}: {section.share(n)}" for n in section.rounds]
    parts.append(f"<p>{escape(chr(10).join(lines))}</p>")
    if section.summary.bars:
        parts.append(_bars(section))
    if section.summary.scene is not None:
        picture = base64.b64encode(map_png(section.summary.scene)).decode()
        parts.append(f'<img src="data:image/png;base64,{picture}" alt="{escape(map_words(section))}">')
    parts += [f'<p class="about">{escape(note)}</p>' for note in section.summary.notes]
    parts.append(f"<h3>Right</h3>\n<p>{escape(section.truth)}</p>")
    if section.explanation:
        parts.append(f"<p>{escape(section.explanation)}</p>")
    if section.mistakes:
        rows = "".join(
            f"<tr><th scope='row'>{escape(said)}</th><td>{count}</td></tr>" for said, count in section.mistakes
        )
        head = "<thead><tr><th scope='col'>What was said to it</th><th scope='col'>Students</th></tr></thead>"
        parts.append(f"<h3>Usual mistakes</h3>\n<table>{head}<tbody>{rows}</tbody></table>")
    return "\n".join([*parts, "</section>"])


def _bars(section: AskedQuestion) -> str:
    rounds = list(section.rounds)
    heads = "".join(f"<th scope='col'>Round {n}</th>" for n in rounds)
    rows = []
    for bar in section.summary.bars:
        cells = "".join(_cell(bar.counts.get(n, 0), section.rounds[n].answered) for n in rounds)
        mark, kind = ("✓ ", " class='right'") if bar.right else ("", "")
        rows.append(f"<tr{kind}><th scope='row'>{mark}{escape(bar.words)}</th>{cells}</tr>")
    return f"<table><thead><tr><th scope='col'>Answer</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(count: int, answered: int) -> str:
    share = count / max(answered, 1)
    bar = f"<span class='bar' style='width:{100 * share:.1f}%'></span>" if count else ""
    return f"<td>{count} ({share:.0%}){bar}</td>"
