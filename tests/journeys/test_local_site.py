"""From a fresh checkout to a site on one's own machine, and again."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
START_LIMIT = 120  # seconds, for a machine that is busy with other tests besides


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without the project's own settings."""
    own = {"SECRET_KEY", "HTTPS", "SITE_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ALLOWED_HOSTS"}
    return {name: value for name, value in os.environ.items() if name not in own} | changes


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("clone") / "double-bill"
    made_here = shutil.ignore_patterns(".venv*", ".var", ".git", "__pycache__", ".*_cache", "tests")
    shutil.copytree(ROOT, copy, ignore=made_here)
    return copy


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(checkout: Path, port: int) -> Iterator[str]:
    """The site while it serves; gives what it printed until then."""
    command = [sys.executable, "bin/local_site.py"]
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env=environment(PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = []
    assert process.stdout is not None
    try:
        for line in process.stdout:
            printed.append(line)
            if "Stop it with" in line:
                break
        else:
            pytest.fail("it ended before it served:\n" + "".join(printed))
        yield "".join(printed)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=START_LIMIT)
        process.stdout.close()


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=START_LIMIT) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


@pytest.mark.slow
def test_one_command_makes_a_site_and_run_again_changes_nothing(checkout: Path, port: int) -> None:
    with served(checkout, port) as printed:
        assert f"http://127.0.0.1:{port}/" in printed
        password = re.search(r"password\W+(\S+)", printed, re.IGNORECASE)
        assert password, printed
        assert "Red Heat" in page(port, "/films/red-heat-1988/")
        assert "Red Heat" in page(port, "/")
        assert "csrfmiddlewaretoken" in page(port, "/admin/login/")
    local_env = checkout / ".var" / "local.env"
    assert stat.S_IMODE(local_env.stat().st_mode) == 0o600
    database = checkout / ".var" / "double-bill.sqlite3"
    with sqlite3.connect(database) as rows:
        (stored,) = rows.execute("select password from essays_account where username = 'editor'").fetchone()
        assert stored.startswith("argon2")
        assert password.group(1) not in stored
        rows.execute("update essays_essay set headline = 'What the editor wrote'")
    secret = local_env.read_text(encoding="utf-8")

    with served(checkout, port) as printed_again:
        assert password.group(1) not in printed_again
        assert "What the editor wrote" in page(port, "/essays/")
    assert local_env.read_text(encoding="utf-8") == secret
    with sqlite3.connect(database) as rows:
        (essays,) = rows.execute("select count(*) from essays_essay").fetchone()
        assert essays == 2


class Editor:
    """Somebody at the desk of a served site."""

    def __init__(self, port: int, password: str) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/admin/login/")
        self.send("/admin/login/", {"username": "editor", "password": password, "next": "/admin/"})

    def get(self, path: str) -> str:
        with self.opener.open(self.root + path, timeout=START_LIMIT) as answer:
            return str(answer.read().decode())

    def send(self, path: str, fields: dict[str, str]) -> tuple[str, str]:
        """The address that a form's answer leads to, and the page there."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token, path
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token.group(1)}).encode()
        headers = {"Referer": self.root + path}
        request = urllib.request.Request(self.root + path, data, headers)  # noqa: S310
        with self.opener.open(request, timeout=START_LIMIT) as answer:
            return answer.url.removeprefix(self.root), str(answer.read().decode())


@pytest.mark.slow
def test_what_an_editor_brings_is_imported_beside_the_server(checkout: Path, port: int) -> None:
    shutil.rmtree(checkout / ".var", ignore_errors=True)
    with served(checkout, port) as printed:
        password = re.search(r"password\W+(\S+)", printed, re.IGNORECASE)
        assert password, printed
        editor = Editor(port, password.group(1))
        address, page_shown = editor.send("/admin/essays/delivery/add/", {"text": "Chris\n\nIt rained all day."})
        assert "Make the draft" in page_shown
        editor.send(address, {"_step": "draft_all"})
        limit = time.monotonic() + START_LIMIT
        while "made an essay" not in (shown := editor.get(address)):
            assert time.monotonic() < limit, shown


def run(checkout: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "bin/local_site.py"],
        cwd=checkout,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=START_LIMIT,
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "films.example"])  # noqa: S104
def test_no_address_but_loopback_is_served(checkout: Path, host: str) -> None:
    ended = run(checkout, HOST=host)
    assert ended.returncode == 1
    assert host in ended.stderr
    assert "loopback" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_gets_a_sentence(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run(checkout, PORT=str(port))
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_an_impossible_port_gets_a_sentence(checkout: Path, port: str) -> None:
    ended = run(checkout, PORT=port)
    assert ended.returncode == 1
    assert "from 1 to 65535" in ended.stderr
