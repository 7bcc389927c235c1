"""The settings of the suite: those of the product, with quick passwords and its own places."""

import os
import tempfile

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix=f"rynek-tests-{_worker}-")
os.environ.setdefault("BASE_URL", "http://testserver")
for _name in ("DATABASE_URL", "REDIS_URL"):
    if os.environ.get(f"TEST_{_name}"):
        os.environ[_name] = os.environ[f"TEST_{_name}"]
if os.environ.get("REDIS_URL"):
    # Each worker has a Redis database of its own: counts and hints of one must not reach another.
    _number = int(_worker[2:]) if _worker.startswith("gw") else 0
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{1 + _number}"
# The Elasticsearch engine is chosen test by test (tests/search), never by the whole suite.
os.environ.pop("ELASTICSEARCH_URL", None)

from config.settings import *  # noqa: E402, F403
from config.settings import CHANNEL_LAYERS, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
RATE_LIMIT_FACTOR = 1000.0
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if "CONFIG" in CHANNEL_LAYERS["default"]:
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"rynek-{_worker}"
