"""A site for one person on their own machine: sets itself up at the first start, serves at once at the next.

Everything it writes is in ``.var``. It serves on loopback only, since it speaks plain http.
"""

import ipaddress
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / ".var"
LOCAL_ENV = VAR / "local.env"
IS_SET_UP = VAR / "local-site-is-set-up"
SECRET_BYTES = 48


def loopback_host() -> str:
    """The host to serve on; anything but loopback ends here with a sentence."""
    host = os.environ.get("HOST", "127.0.0.1")
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        sys.exit(
            f"HOST is {host}, which others can reach. This command serves plain http with local settings, on loopback "
            "only. Unset HOST; for a public site see “In production” in README.md."
        )
    return "127.0.0.1" if host == "localhost" else host.strip("[]")


def free_port(host: str) -> int:
    """The port to serve on; a taken or impossible one ends here with a sentence."""
    said = os.environ.get("PORT", "8000")
    if not said.isdecimal() or not 0 < int(said) < 65536:
        sys.exit(f"PORT is {said!r}. Give a number from 1 to 65535, such as PORT=8001 sh bin/serve")
    port = int(said)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            sys.exit(f"Port {port} may not be used without special rights. Choose another: PORT=8001 sh bin/serve")
        except OSError:
            other = port + 1 if port < 65535 else 8001
            sys.exit(f"Port {port} is taken by another program. Choose another: PORT={other} sh bin/serve")
    return port


def write_local_env() -> None:
    """The settings of this machine's site, made once; only its owner may read them."""
    VAR.mkdir(exist_ok=True)
    if LOCAL_ENV.exists():
        return
    lines = [
        "# Settings of the site on this machine only. Production reads no such file.",
        f"SECRET_KEY={secrets.token_urlsafe(SECRET_BYTES)}",
        "ALLOWED_HOSTS=127.0.0.1,localhost,[::1]",
        "HTTPS=off",
        "SERVE_MEDIA=on",
    ]
    part = LOCAL_ENV.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(LOCAL_ENV)


def manage(*words: str) -> None:
    """One manage.py command; its failure ends this one, after the sentence that it printed."""
    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), *words], cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"Setting up stopped at “manage.py {words[0]}”. Nothing is half done: mend what it says, run again.")


def main() -> None:
    host = loopback_host()
    port = free_port(host)
    write_local_env()
    shown = f"[{host}]" if ":" in host else host
    os.environ["DOUBLE_BILL_ENV_FILE"] = str(LOCAL_ENV)
    os.environ["SITE_URL"] = f"http://{shown}:{port}"
    os.environ["WORKER"] = "on"
    manage("migrate", "--no-input", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    if not IS_SET_UP.exists():
        print("Reading the film facts and the two documents in seeds/ ...", flush=True)
        manage("load_facts", str(ROOT / "seeds" / "films.toml"))
        manage("import_documents", str(ROOT / "seeds"), "--publish")
    manage("index_search", "--verbosity", "0")
    manage("make_editor", "editor")
    IS_SET_UP.touch()
    os.environ["LOCAL_BIND"] = f"{shown}:{port}"
    os.chdir(ROOT)
    server = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "bin/local_server.py"]
    os.execv(server[0], server)  # noqa: S606


if __name__ == "__main__":
    main()
