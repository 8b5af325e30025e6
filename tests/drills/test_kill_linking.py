"""A small sample of the drill that kills linking; the whole one is ``python -m tests.drills.kill_linking``."""

import os
import subprocess
import sys

import pytest

from tests.drills.databases import ROOT


@pytest.mark.slow
def test_linking_killed_at_random_moments_leaves_nothing_half_and_goes_on_where_it_was():
    command = [sys.executable, "-m", "tests.drills.kill_linking", "--kills", "2", "--documents", "20", "--seed", "3"]
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip() == "2 kills; half-linked, left out or linked twice: 0."
