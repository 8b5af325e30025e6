"""What the project needs: little, locked to the byte for both Pythons, and tied to no one place."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUN_TIME_MAX = 12
LOCKED = ("requirements.txt", "requirements-dev.txt")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
# What each locked file must hold: the requirements it is made from.
PRODUCTION = PROJECT["dependencies"] + EXTRAS["serve"] + EXTRAS["postgres"] + EXTRAS["import"]
DIRECT = {"requirements.txt": PRODUCTION, "requirements-dev.txt": PRODUCTION + EXTRAS["dev"]}


def entries(name: str) -> list[str]:
    """The entries of a locked file, each on one line with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def locked_for(name: str, python: str) -> dict[str, str]:
    """Package to version, of what a locked file installs with a Python ("3.11") on Linux."""
    here: dict[str, str] = {**default_environment(), "sys_platform": "linux", "platform_system": "Linux"}
    here |= {"python_version": python, "python_full_version": f"{python}.0"}
    found: dict[str, str] = {}
    for entry in entries(name):
        requirement = Requirement(entry.split(" --hash=")[0])
        if requirement.marker is None or requirement.marker.evaluate(here):
            (pin,) = requirement.specifier
            package = canonicalize_name(requirement.name)
            assert package not in found, f"{package} is locked twice for Python {python}"
            found[package] = pin.version
    return found


def test_few_things_are_needed_to_run() -> None:
    assert len(PROJECT["dependencies"]) <= RUN_TIME_MAX


def test_every_direct_requirement_is_a_range() -> None:
    for line in DIRECT["requirements-dev.txt"]:
        specifiers = {specifier.operator for specifier in Requirement(line).specifier}
        assert ">=" in specifiers and "==" not in specifiers, line
    for line in PROJECT["dependencies"]:
        assert Requirement(line).specifier, line


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_entry_is_pinned_and_hashed(name: str) -> None:
    pinned = re.compile(r"[a-z0-9.-]+==[\w.]+(?: ; [^-]+?)?\s+(?:--hash=sha256:[0-9a-f]{64}\s*)+")
    assert [entry for entry in entries(name) if not pinned.fullmatch(entry)] == []
    assert len(entries(name)) > 10


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", LOCKED)
def test_every_direct_requirement_is_locked_within_its_range(name: str, python: str) -> None:
    locked = locked_for(name, python)
    for line in DIRECT[name]:
        requirement = Requirement(line)
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line} is locked as {version}"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_development_has_what_production_has(python: str) -> None:
    production, development = (locked_for(name, python) for name in LOCKED)
    assert production.items() <= development.items()


@pytest.mark.parametrize(("python", "django"), [("3.11", "5.2."), ("3.13", "6.1.")])
def test_each_python_has_its_django(python: str, django: str) -> None:
    assert locked_for("requirements.txt", python)["django"].startswith(django)


def test_the_packaged_project_says_what_it_is() -> None:
    assert PROJECT["license"] == "BSD-3-Clause"
    assert "BSD 3-Clause License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    version = PROJECT["version"].removesuffix(".0")
    assert re.search(
        rf"^#+ .*\b{re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def files() -> Iterator[tuple[str, str]]:
    """Name and text of every file under version control that is text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone: git does not list its files")
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # fonts and pictures


# Written so that this file does not hold what it looks for.
REGISTRY = re.compile(
    "|".join((r"py" r"pi\.org", r"pythonhosted" r"\.org", r"--(extra-)?index" r"-url", r"registry\.np" r"mjs"))
)
HOME = re.compile(r"/(?:home|Users|root)/" r"\w|C:\\Users")


def test_no_file_names_a_registry() -> None:
    assert [name for name, text in files() if REGISTRY.search(text)] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    """The checkout may stand anywhere: no file names where it stands here, nor anybody's home."""
    here = [str(place) for place in (ROOT, Path.home()) if len(place.parts) > 2]  # "/srv" may be part of any path
    found = {name for name, text in files() if HOME.search(text) or any(f"{place}/" in text for place in here)}
    assert found == set()
