"""The small whole site of ``site.py`` served from a process and a database of its own.

``python -m tests.browser.serving FILE`` makes the database FILE, prints the addresses of its pages as one line of
JSON, and serves until its standard input ends. With ``AS_SERVED=on`` in its environment the files beside the pages are
collected and compressed and pages are kept, as on a site that readers have.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def served_site(**environment: str) -> Iterator[dict[str, str]]:
    """Full addresses of one page of each kind, by name, for as long as the site is served with these settings."""
    with tempfile.TemporaryDirectory(prefix="double-bill-") as folder:
        command = [sys.executable, "-m", "tests.browser.serving", f"{folder}/site.sqlite3"]
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            try:
                said = server.stdout.readline()
                if not said:
                    raise RuntimeError("The site for the browser did not start; what it said stands above.")
                yield json.loads(said)
            finally:
                server.stdin.close()


def main(database: str) -> None:
    as_served = os.environ.get("AS_SERVED") == "on"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.settings_as_served" if as_served else "tests.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "STATIC_FOLDER": f"{Path(database).parent / 'static'}",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    from tests.browser.site import build_site

    call_command("migrate", verbosity=0)
    if as_served:
        call_command("collectstatic", interactive=False, verbosity=0)
    pages = build_site()
    server = LiveServerThread("127.0.0.1", (lambda site: site) if as_served else StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    print(json.dumps({name: f"http://127.0.0.1:{server.port}{path}" for name, path in pages.items()}), flush=True)
    sys.stdin.read()
    server.terminate()


if __name__ == "__main__":
    main(sys.argv[1])
