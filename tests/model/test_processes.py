"""Sharing a solve among processes.

In an interpreter of its own: a test worker's open pipes are not for its children. Its output ends only when the last
of its processes has ended, for all of them hold it open.
"""

import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SETTING = """
import os
import signal
from multiprocessing import active_children
from threading import Timer

import numpy as np

from explorer.model import processes
from explorer.model.processes import Processes, ProcessLost
from explorer.model.objective import Objective
from explorer.model.scenario import shipped_scenario

processes._SHARE = 1  # each problem alone
scenario = shipped_scenario("communities")
views = scenario.views(scenario.draws(0, "train", 1), np.linspace(0, 0.6, 9))
objective = Objective(views, 0.4)
start = 0.1 * np.random.default_rng(0).normal(size=(9, 32, 2))


def work(team, problems=9, evaluations=12):
    return team.minimise(np.arange(problems), start[:problems], 0.2, evaluations, goal=np.linspace(0, 1, problems))


"""


def run(script):
    command, environment = [sys.executable, "-c", SETTING + script], os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)


def output(script):
    done = run(script)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_to_eight_processes_give_one_to_nine_problems_the_same_bits():
    script = """
def all_of(processes):
    with Processes(objective, processes) as team:
        return [x.tobytes() for problems in range(9, 0, -1) for x in work(team, problems)]

alone = all_of(1)
print([all_of(processes) == alone for processes in range(2, 9)], active_children())
"""
    assert output(script) == f"{[True] * 7} []\n"


def test_shares_are_joined_in_order_and_candidates_may_repeat_a_problem():
    script = """
problems = np.array([5, 5, 0, 8, 1])
with Processes(objective, 3) as team:
    together = team.minimise(problems, start[problems], 0.2, 12)
for i, p in enumerate(problems):
    with Processes(objective, 1) as team:
        alone = team.minimise(np.array([p]), start[[p]], 0.2, 12)
    assert all((x[i] == y[0]).all() for x, y in zip(together, alone))
"""
    assert output(script) == ""


def test_leaving_by_an_exception_ends_processes_in_the_middle_of_their_work():
    script = """
try:
    with Processes(objective, 3) as team:
        work(team)
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        while True:
            work(team)
except KeyboardInterrupt:
    print(active_children())
"""
    assert output(script) == "[]\n"


def test_a_killed_process_is_told_and_the_others_end():
    script = """
try:
    with Processes(objective, 3) as team:
        work(team)
        os.kill(active_children()[0].pid, signal.SIGKILL)
        while True:
            work(team)
except ProcessLost:
    print(active_children())
"""
    assert output(script) == "[]\n"


def test_processes_end_with_the_one_that_started_them_in_the_middle_of_their_work():
    script = """
with Processes(objective, 3) as team:
    work(team)
    Timer(0.2, os.kill, (os.getpid(), signal.SIGKILL)).start()
    while True:
        work(team)
"""
    assert run(script).returncode == -signal.SIGKILL


def test_an_exception_in_a_process_is_raised_here():
    script = """
try:
    with Processes(objective, 2) as team:
        work(team, evaluations=None)
except TypeError as error:
    print("raised", active_children())
"""
    assert output(script) == "raised []\n"
