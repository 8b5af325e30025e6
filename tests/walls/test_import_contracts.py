"""The walls between the rooms hold, and each falls over the one import that breaks it."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "people", "essays")

APPS = "config imports essays, essays imports people"
ROOMS = "inside essays, downward only"
PEOPLE = "inside people, downward only"
NO_DJANGO = "the text rooms know no Django"


def lint_imports(folder: Path) -> tuple[int, dict[str, str]]:
    """The exit status of import-linter in ``folder``, and the verdict on each contract: "KEPT" or "BROKEN"."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--cache-dir", str(folder / "cache")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = {}
    for line in done.stdout.splitlines():
        name, _, verdict = line.strip().rpartition(" ")
        if verdict in ("KEPT", "BROKEN"):
            verdicts[name] = verdict
    assert verdicts, done.stdout + done.stderr
    return done.returncode, verdicts


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("walls")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def house(copied: Path) -> Iterator[Path]:
    """The copy, as it was before after each test."""
    files = {path: path.read_bytes() for path in copied.rglob("*.py")}
    yield copied
    for path in copied.rglob("*.py"):
        if path not in files:
            path.unlink()
        elif path.read_bytes() != files[path]:
            path.write_bytes(files[path])


def test_the_walls_stand(house: Path) -> None:
    assert lint_imports(house) == (0, dict.fromkeys((APPS, ROOMS, PEOPLE, NO_DJANGO), "KEPT"))


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        pytest.param("essays/models/film.py", "import config.settings", APPS, id="essays import config"),
        pytest.param("people/models.py", "import essays.models", APPS, id="people import essays"),
        pytest.param(
            "people/admin.py", "from essays.desk import tagging", APPS, id="a screen of people imports the desk"
        ),
        pytest.param("people/names.py", "import config.urls", APPS, id="people import config"),
        pytest.param(
            "essays/reading/lines.py", "from essays.linking import links", ROOMS, id="reading imports linking"
        ),
        pytest.param("essays/reading/lines.py", "import essays.models", ROOMS, id="reading imports models"),
        pytest.param("essays/linking/links.py", "import essays.checking", ROOMS, id="linking imports checking"),
        pytest.param("essays/checking/__init__.py", "import essays.rendering", ROOMS, id="checking imports rendering"),
        pytest.param("essays/rendering/body.py", "import essays.checking", ROOMS, id="rendering imports checking"),
        pytest.param("essays/rendering/body.py", "import essays.models", ROOMS, id="rendering imports models"),
        pytest.param("essays/models/film.py", "import essays.desk.importing", ROOMS, id="models import the desk"),
        pytest.param("essays/models/film.py", "import essays.views", ROOMS, id="models import views"),
        pytest.param("essays/desk/importing.py", "import essays.admin", ROOMS, id="the desk imports the admin"),
        pytest.param(
            "essays/desk/importing.py", "import essays.templatetags", ROOMS, id="the desk imports template tags"
        ),
        pytest.param("essays/views/__init__.py", "import essays.admin", ROOMS, id="views import the admin"),
        pytest.param("essays/admin/__init__.py", "import essays.views", ROOMS, id="the admin imports views"),
        pytest.param("essays/management/__init__.py", "import essays.sitemaps", ROOMS, id="commands import sitemaps"),
        pytest.param("essays/templatetags/__init__.py", "import essays.views", ROOMS, id="template tags import views"),
        pytest.param("essays/views/__init__.py", "import essays.urls", ROOMS, id="views import addresses"),
        pytest.param("people/models.py", "import people.views", PEOPLE, id="rows of people import pages"),
        pytest.param("people/rows.py", "import people.models", PEOPLE, id="the base of rows imports a row"),
        pytest.param("people/names.py", "import people.models", PEOPLE, id="names import rows"),
        pytest.param("people/names.py", "import django.utils.text", NO_DJANGO, id="Django in names"),
        pytest.param("essays/reading/lines.py", "from django.conf import settings", NO_DJANGO, id="Django in reading"),
        pytest.param("essays/linking/links.py", "import django.db.models", NO_DJANGO, id="Django in linking"),
        pytest.param("essays/checking/__init__.py", "import django", NO_DJANGO, id="Django in checking"),
        pytest.param("essays/rendering/body.py", "import django.utils.html", NO_DJANGO, id="Django in rendering"),
        pytest.param("essays/linking/links.py", "import taggit.models", NO_DJANGO, id="taggit in linking"),
        pytest.param("essays/reading/lines.py", "import people.models", NO_DJANGO, id="Django by a detour"),
    ],
)
def test_a_wall_falls_over_one_import(house: Path, module: str, statement: str, contract: str) -> None:
    path = house / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{statement}\n", encoding="utf-8")
    status, verdicts = lint_imports(house)
    assert status != 0
    assert verdicts[contract] == "BROKEN"


def test_a_room_that_is_not_declared_breaks_the_contract(house: Path) -> None:
    (house / "essays" / "helpers.py").write_text('"""Anything."""\n', encoding="utf-8")
    status, verdicts = lint_imports(house)
    assert (status, verdicts[ROOMS]) == (1, "BROKEN")


def test_every_room_of_the_house_is_declared_and_exists() -> None:
    """import-linter passes over a layer that is not there; a room that goes must leave the contract too."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (rooms,) = (contract for contract in contracts if contract["name"] == ROOMS)
    declared = {room for layer in rooms["layers"] for room in layer.split(" | ")} | set(rooms["exhaustive_ignores"])
    there = {p.stem for p in (ROOT / "essays").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert declared == there - {"__init__"}


def test_every_package_is_looked_at() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(contracts["root_packages"]) == there
