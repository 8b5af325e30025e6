"""Settings: one file, values from the environment, safe for production when nothing is set.

README lists each variable once. A missing SECRET_KEY stops the start with a sentence.
"""

from importlib.util import find_spec
from pathlib import Path

import environ
from django import VERSION
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / ".var"

env = environ.Env()
if local_env := env.str("DOUBLE_BILL_ENV_FILE", default=""):  # only bin/serve sets it; production reads no file
    env.read_env(local_env)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to at least 50 random characters that stay the same between starts; "
        "on your own machine `sh bin/serve` makes one."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Double Bill")
# Who mints the ids of feeds and entries, by RFC 4151: host and year. Set before the site moves to another host, it lets
# readers' programs know the entries again.
FEED_AUTHORITY = env.str("FEED_AUTHORITY", default="")
ADMIN_PATH = env.str("ADMIN_PATH", default="admin").strip("/")
# What no essay is published without; of what is not named here the desk only reminds.
PUBLISHING_POINTS = ("subject", "standfirst", "headline", "alt", "links", "questions")
PUBLISHING_NEEDS = env.list("PUBLISHING_NEEDS", default=[])
if unknown := [point for point in PUBLISHING_NEEDS if point not in PUBLISHING_POINTS]:
    raise ImproperlyConfigured(
        f"PUBLISHING_NEEDS names “{unknown[0]}”. Name some of {', '.join(PUBLISHING_POINTS)}, with commas."
    )
RATING_BEST = env.int("RATING_BEST", default=5)  # the site's own scale: 0 to this, in halves

INSTALLED_APPS = [
    "essays.apps.EssaysConfig",
    "people.apps.PeopleConfig",
    "taggit",
    "django_prose_editor",  # its scripts alone: the field and its cleaning are ours
    "csp",
    "people.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
# Work that outlasts a request: a database keeps it for `manage.py db_worker`, where one runs. Without one it is done
# in the request, for a while.
WORKER = env.bool("WORKER", default=False)
if WORKER:
    if not find_spec("django_tasks_db"):
        raise ImproperlyConfigured("WORKER is on and needs double-bill[import]. Install it, or unset WORKER.")
    INSTALLED_APPS += [*(["django_tasks"] if find_spec("django_tasks") else []), "django_tasks_db"]
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
AUTH_USER_MODEL = "essays.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise, whose answers end there
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "essays.views.language.desk_language_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "essays.views.freshness.freshness_middleware",
    "essays.views.settled.settled_middleware",
    "django.middleware.common.CommonMiddleware",
    "essays.views.moved.moved_middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.history.acting_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "essays.views.planned.PlannedTimes",
]
# How often, in seconds, requests look whether an essay's time to be published or withdrawn has passed; 0 where a timer
# runs `manage.py pass_planned_times`. Readers see and cease to see an essay at its time either way.
PLANNED_TIMES_EVERY = env.int("PLANNED_TIMES_EVERY", default=60)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database. Why these values: WAL lets readers go on beside a writer, IMMEDIATE cures "database is locked" on the
# read-then-write upgrade, 20 s outlasts any import's transaction, FULL keeps a committed save over a power cut.
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'double-bill.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA mmap_size=33554432; PRAGMA journal_size_limit=67108864;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening SQLite's file with all its settings takes longer than most questions, as the way to PostgreSQL does.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)  # seconds

# Pages of readers are kept with the version of the site that they were made of, so that no kept one is ever old: in the
# memory of each process, and on disk for all of them and over a restart.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "answers"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    "stored pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": env.str("PAGE_STORE", default=str(VAR_DIR / "pages")),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
CDN_SECONDS = env.int("CDN_SECONDS", default=60)  # that a cache in front may answer with a page without asking

# Accounts
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Mail. Without a host none is sent, and the desk says so to whom it would have told; with DEBUG it is printed.
_over_ssl = env.bool("EMAIL_USE_SSL", default=False)
_smtp = {
    "host": env.str("EMAIL_HOST", default=""),
    "port": env.int("EMAIL_PORT", default=587),
    "username": env.str("EMAIL_HOST_USER", default=""),
    "password": env.str("EMAIL_HOST_PASSWORD", default=""),
    "use_ssl": _over_ssl,
    "use_tls": env.bool("EMAIL_USE_TLS", default=not _over_ssl),
    "timeout": 10,  # seconds; an editor waits for it
}
SENDS_MAIL = bool(_smtp["host"]) or DEBUG
_by = "smtp" if _smtp["host"] else "console" if DEBUG else "dummy"
_backend = f"django.core.mail.backends.{_by}.EmailBackend"
# Django 6.1 takes a site without mail for one that was never set up; this one says in each place that none is sent.
SILENCED_SYSTEM_CHECKS = ["mail.E001"] if _by == "dummy" else []
if VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": _backend, "OPTIONS": _smtp if _by == "smtp" else {}}}
else:
    EMAIL_BACKEND = _backend
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _smtp["host"], _smtp["port"], _smtp["timeout"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp["username"], _smtp["password"]
    EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp["use_ssl"], _smtp["use_tls"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

# Language and time. One language a site: all its readers get the same pages. The desk is in English alone.
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
DESK_LANGUAGE = "en-gb"
# Not LANGUAGE, which a shell has for gettext.
LANGUAGE_CODE = env.str("SITE_LANGUAGE", default="en-gb").lower().replace("_", "-")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"SITE_LANGUAGE is “{LANGUAGE_CODE}”, which the pages are not written in. Set one of "
        f"{', '.join(code for code, _ in LANGUAGES)}."
    )
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# Static files and uploads
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)  # a web server in front does it; bin/serve has none
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a film's form with a full cast inline has about 2,000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# The history of records is asked for by record. The package is not among the apps: its commands would write a row for
# each record there is, and the desk has screens of its own for it.
SIMPLE_HISTORY_DATE_INDEX = False

# Tags
TAGGIT_CASE_INSENSITIVE = True

# Security. HTTPS is off only in the file that bin/serve writes for plain http on loopback.
_https = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0  # one year
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# One package sets the policy on every Django we claim, so that 5.2 and 6.1 behave alike. The stock admin needs
# nothing beyond it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
