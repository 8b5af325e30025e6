"""The settings of tests with files and pages as a site has them: files collected and compressed, pages kept."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_FOLDER"])
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise looks at it before anything is collected
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
for _level in ("answers", "pages", "stored pages"):
    CACHES[_level] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": _level}  # noqa: F405
