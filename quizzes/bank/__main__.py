"""Print what the bank poses: ``python -m quizzes.bank``, over 200 seeds and every surface that it is posed on."""

import sys

from explorer.model.surface_file import load_shipped
from quizzes.bank.audit import audit, entries, table

SEEDS = range(200)

if __name__ == "__main__":
    found = (audit(name, scenario, load_shipped(scenario), SEEDS) for name, scenario in entries())
    sys.stdout.write(table(found) + "\n")
