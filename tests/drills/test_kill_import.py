"""A small sample of the drill that kills imports; the whole one is ``python -m tests.drills.kill_import``."""

import os
import subprocess
import sys

import pytest

from tests.drills.databases import ROOT
from tests.drills.documents import documents


@pytest.mark.slow
def test_an_import_killed_at_random_moments_leaves_nothing_half_and_completes():
    command = [sys.executable, "-m", "tests.drills.kill_import", "--kills", "3", "--documents", "30", "--seed", "3"]
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("3 kills in ")
    assert done.stdout.rstrip().endswith("half-written or different: 0.")


def test_the_drills_documents_are_the_same_for_the_same_seed():
    assert list(documents(20, seed=3)) == list(documents(20, seed=3))
    assert list(documents(20, seed=3)) != list(documents(20, seed=4))
