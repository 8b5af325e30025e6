"""The settings: safe when nothing is set, a sentence when what must be set is not, one policy on every answer."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

import config.urls
from tests.build import published, superuser

ROOT = Path(__file__).resolve().parents[1]
SECRET = secrets.token_urlsafe(48)

SHOW = """
import json, sys
from config import settings
said = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print(json.dumps(said, default=str))
"""


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with these words and nothing in the environment but what is given and what Python itself needs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )


def settings_with(cwd: Path = ROOT, **environment: str) -> dict[str, Any]:
    done = run("-c", SHOW, cwd=cwd, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("command", "environment"), [("check", {}), ("migrate", {}), ("check", {"SECRET_KEY": ""})])
def test_a_start_without_a_secret_stops_with_one_sentence(command: str, environment: dict[str, str]) -> None:
    done = run("manage.py", command, **environment)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("SECRET_KEY is not set.")
    assert done.stderr.count("\n") == 1


def test_the_sites_language_is_one_that_its_pages_are_written_in() -> None:
    assert settings_with(SECRET_KEY=SECRET)["LANGUAGE_CODE"] == "en-gb"
    assert settings_with(SECRET_KEY=SECRET, SITE_LANGUAGE="de", LANGUAGE="fr_FR:fr")["LANGUAGE_CODE"] == "de"
    done = run("manage.py", "check", SECRET_KEY=SECRET, SITE_LANGUAGE="fr")
    assert done.returncode == 1
    assert "SITE_LANGUAGE is “fr”, which the pages are not written in. Set one of en-gb, de." in done.stderr


def test_a_server_without_a_secret_does_not_start() -> None:
    done = run("-c", "import config.wsgi")
    assert done.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY is not set." in done.stderr


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """The settings with nothing set but the secret."""
    return settings_with(SECRET_KEY=SECRET)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", False),
        ("ALLOWED_HOSTS", []),
        ("CSRF_TRUSTED_ORIGINS", []),
        ("SECURE_SSL_REDIRECT", True),
        ("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", True),
        ("SECURE_HSTS_PRELOAD", True),
        ("SECURE_CONTENT_TYPE_NOSNIFF", True),
        ("SESSION_COOKIE_SECURE", True),
        ("SESSION_COOKIE_HTTPONLY", True),
        ("SESSION_COOKIE_SAMESITE", "Lax"),
        ("CSRF_COOKIE_SECURE", True),
        ("CSRF_COOKIE_HTTPONLY", True),
        ("CSRF_COOKIE_SAMESITE", "Lax"),
        ("X_FRAME_OPTIONS", "DENY"),
        ("USE_TZ", True),
        ("TIME_ZONE", "UTC"),
    ],
)
def test_when_nothing_is_set_it_is_safe(production: dict[str, Any], name: str, value: Any) -> None:
    assert production[name] == value


def test_a_forwarded_scheme_is_believed_only_behind_a_proxy(production: dict[str, Any]) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in production
    behind = settings_with(SECRET_KEY=SECRET, BEHIND_PROXY="on")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_passwords_are_hashed_with_argon2(production: dict[str, Any]) -> None:
    assert production["PASSWORD_HASHERS"][0].endswith(".Argon2PasswordHasher")


def test_the_deployment_check_finds_nothing() -> None:
    done = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET, ALLOWED_HOSTS="films.example"
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The settings in a folder that has the files a careless deployment leaves lying about."""
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".var").mkdir()
    for name in (".env", "local.env", "config/.env", ".var/.env", ".var/local.env"):
        (tmp_path / name).write_text(f"SECRET_KEY={SECRET}\nDEBUG=on\nHTTPS=off\n", encoding="utf-8")
    return tmp_path


def test_production_reads_no_file(elsewhere: Path) -> None:
    assert "SECRET_KEY is not set." in run("-c", SHOW, cwd=elsewhere).stderr
    said = settings_with(elsewhere, SECRET_KEY="another")
    assert (said["SECRET_KEY"], said["DEBUG"], said["SECURE_SSL_REDIRECT"]) == ("another", False, True)


def test_the_file_that_is_named_is_read_and_the_environment_goes_before_it(elsewhere: Path) -> None:
    named = {"DOUBLE_BILL_ENV_FILE": str(elsewhere / ".var" / "local.env")}
    said = settings_with(elsewhere, **named)
    assert (said["SECRET_KEY"], said["SESSION_COOKIE_SECURE"]) == (SECRET, False)
    assert settings_with(elsewhere, **named, SECRET_KEY="another")["SECRET_KEY"] == "another"


def test_readme_lists_each_variable_once() -> None:
    read = set()
    for line in (ROOT / "config" / "settings.py").read_text(encoding="utf-8").splitlines():
        before, asked, after = line.partition('("')
        if asked and "env." in before:
            read.add(after.split('"')[0])
    rows = [line.split("|")[1] for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    listed = [row.strip().strip("`") for row in rows if row.strip().startswith("`")]
    assert sorted(listed) == sorted(read)


# The policy, as decided: public pages and the desk alike, on every Django we claim.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault in a view")


urlpatterns = [path("broken/", broken), *config.urls.urlpatterns]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/essays/a-russian-in-chicago/", 200),
        ("/people/", 200),
        ("/robots.txt", 200),
        ("/healthz", 200),
        ("/sitemap.xml", 200),
        ("/no/such/page/", 404),
        ("/broken/", 500),
        ("/admin/", 200),
        ("/admin/login/", 302),
        ("/admin/essays/essay/", 200),
        ("/admin/essays/essay/add/", 200),
        ("/static/admin/css/base.css", 200),
    ],
)
@override_settings(ROOT_URLCONF="tests.test_settings", WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True)
def test_every_answer_has_the_policy(address: str, status: int) -> None:
    published()
    client = Client(raise_request_exception=False)
    client.force_login(superuser())
    answer = client.get(address)
    assert answer.status_code == status
    said = answer.headers["Content-Security-Policy"]
    assert sorted(said.rstrip("; ").split("; ")) == sorted(POLICY.split("; "))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy-Report-Only" not in answer.headers


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=60)
def test_plain_http_is_sent_to_https() -> None:
    answer = Client().get("/films/", headers={"host": "testserver"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/films/")


def test_the_tests_run_with_the_projects_own_policy() -> None:
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'none'"]


def test_what_publishing_needs_is_named_by_known_words() -> None:
    asked = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "films.example"}
    assert settings_with(**asked, PUBLISHING_NEEDS="subject,alt")["PUBLISHING_NEEDS"] == ["subject", "alt"]
    refused = run("-c", SHOW, **asked, PUBLISHING_NEEDS="subject,picture")
    assert refused.returncode and "names “picture”. Name some of subject, standfirst" in refused.stderr
