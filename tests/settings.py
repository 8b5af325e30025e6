"""The project's settings with what a test run needs: a secret, plain http, a cheap password hasher."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("EMAIL_HOST", "mail.invalid")  # the test run keeps what is sent and sends nothing
os.environ.setdefault("PLANNED_TIMES_EVERY", "0")  # a look at them would be one query more in some request
os.environ.setdefault("SITE_URL", "http://testserver")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 (WhiteNoise warns of a folder that is not there)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Kept pages have tests of their own; elsewhere a page is made anew each time, within one transaction too.
for _level in ("answers", "pages", "stored pages"):
    CACHES[_level] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
