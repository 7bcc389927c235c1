"""Settings: environment variables alone, each with a default that works on a fresh machine."""

import os
import re
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from config.logging_in import *  # noqa: F403
from config.logs import *  # noqa: F403
from config.places import BASE_DIR, DATA_DIR
from config.reading import MAIL, POSTGRESQL, env, parts_of, refuse
from config.safety import factor_of, unsafe
from directory.matching.weights import BadWeights, read_weights


def _kept_secret() -> str:
    """A secret key made at the first start and kept beside the data, readable by its owner alone."""
    path = DATA_DIR / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        refuse("DATA_DIR", f'is "{DATA_DIR}", where nothing can be written: {error.strerror}')
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
_given_key = env.str("SECRET_KEY", default="")
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
_base = parts_of(BASE_URL)
SECURE = _base.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or sorted(
    {_base.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
RATE_LIMIT_FACTOR = factor_of(env.str("RATE_LIMIT_FACTOR", default="1"))
if _reason := unsafe(
    base_url=BASE_URL,
    allowed_hosts=ALLOWED_HOSTS,
    debug=DEBUG,
    secret_key=_given_key,
    plain_http=env.bool("PLAIN_HTTP", default=False),
    rate_limit_factor=RATE_LIMIT_FACTOR,
):
    raise SystemExit(_reason)
SECRET_KEY = _given_key or _kept_secret()
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)
"""Whether a proxy of ours stands before us and overwrites X-Real-IP and X-Forwarded-Proto."""

try:
    MATCHING_WEIGHTS = read_weights(env.str("MATCHING_WEIGHTS", default=""))
except BadWeights as error:
    raise SystemExit(f"The setting MATCHING_WEIGHTS cannot be used: {error}.") from None

SITE_NAME = env.str("SITE_NAME", default="Rynek")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="rynek@example.org")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "portal",
    "api",
    "curation",
    "search",
    "realtime",
    "notifications",
    "forums",
    "notes",
    "composing",
    "directory",
    "moderation",
    "place",
    "accounts",
    "taxonomy",
    "kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "taggit",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "kernel.watching.requests.watched",
    "kernel.middleware.https_alone",
    "django.middleware.security.SecurityMiddleware",
    "api.middleware.problems",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kernel.middleware.gate",
    "kernel.addresses.addresses",
    "kernel.images.serving.media",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.backend.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kernel.policy.FixedPolicyMiddleware",
    "accounts.leaving.clear_device",
    "accounts.security_events.refused_pages",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.language",
    "accounts.guarding.known_devices",
    "accounts.open_sessions.last_seen",
    "accounts.second_step.required.second_step",
    "composing.unsent.hold_text",
    "kernel.middleware.refusals",
]

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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kernel.pages.frame_context",
            ],
            "builtins": ["kernel.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_URL = env.server(
    "DATABASE_URL", ("sqlite", *POSTGRESQL), f"sqlite:///{DATA_DIR / 'rynek.sqlite3'}"
)
DATABASES = {"default": env.database(DATABASE_URL)}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = None
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: the default mode loses writes as "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    _database["ENGINE"] = "kernel.postgresql"
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": 1,
        "connect_timeout": 5,
        # A plan kept from when a table was small can take minutes once it has grown.
        "options": "-c plan_cache_mode=force_custom_plan",
        **_database.get("OPTIONS", {}),
    }
# How `migrate` changes the tables of a site that is in use (kernel/management/commands/migrate.py).
ZERO_DOWNTIME_MIGRATIONS_LOCK_TIMEOUT = "2s"
ZERO_DOWNTIME_MIGRATIONS_STATEMENT_TIMEOUT = "2s"
ZERO_DOWNTIME_MIGRATIONS_FLEXIBLE_STATEMENT_TIMEOUT = (
    True  # what only reads beside the writing may take long
)
ZERO_DOWNTIME_MIGRATIONS_IDEMPOTENT_SQL = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.server("REDIS_URL", ("redis", "rediss", "unix"))
_REDIS_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}
"""Seconds. Without them one who waits for the rest of an answer that broke off waits for good."""
_local_cache = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "local",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}
CACHES = {
    "default": {
        "BACKEND": "kernel.redis_cache.KeptRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": _REDIS_PATIENCE,
    }
    if REDIS_URL
    else {**_local_cache, "LOCATION": "default"},
    "local": _local_cache,
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, **_REDIS_PATIENCE}], "prefix": "rynek"},
    }
    if REDIS_URL
    else {"BACKEND": "realtime.layers.LocalLayer"}
}
ELASTICSEARCH_URL = env.server("ELASTICSEARCH_URL", ("http", "https"))
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="rynek")
SEARCH_WEIGHTS = env.str("SEARCH_WEIGHTS", default="")
"""What counts how much in the search, where it is not as measured: see search/weights.py."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail: into files beside the data unless EMAIL_URL says otherwise ("consolemail://", "smtp+tls://…").
EMAIL_URL = env.server("EMAIL_URL", MAIL)
if EMAIL_URL:
    vars().update(env.mail(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10
MAIL_FROM = env.str("MAIL_FROM", default="")
"""From whom letters come; none: from the site's name (kernel.naming) and CONTACT_EMAIL."""
DEFAULT_FROM_EMAIL = MAIL_FROM or f"{SITE_NAME} <{CONTACT_EMAIL}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="")
"""The mailbox to which people may answer letters, such as "odpowiedz@example.org"; none: they cannot."""
INBOUND_IMAP_URL = env.str("INBOUND_IMAP_URL", default="")
"""Where the worker fetches those answers: "imaps://user:password@host/INBOX"."""
MAIL_DELAY = env.int("MAIL_DELAY", default=10)
"""Minutes until a mail tells what was not read meanwhile."""

LINKS_THAT_DO_NOT_COUNT = env.list("LINKS_THAT_DO_NOT_COUNT", default=[])
"""Domains, with all below them, to which newcomers may link as often as they like: the operator's own."""
DISPOSABLE_MAIL = env.list(
    "DISPOSABLE_MAIL",
    default=[
        "10minutemail.com", "dispostable.com", "emailondeck.com", "fakeinbox.com", "getnada.com",
        "grr.la", "guerrillamail.com", "mail-temp.com", "maildrop.cc", "mailinator.com",
        "mailnesia.com", "mintemail.com", "mohmal.com", "sharklasers.com", "spamgourmet.com",
        "temp-mail.org", "tempail.com", "tempmail.com", "throwawaymail.com", "trashmail.com",
        "yopmail.com", "yopmail.fr",
    ],
)  # fmt: skip
"""Domains, with all below them, of mail addresses for one use: nobody joins with one."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
CSRF_FAILURE_VIEW = "kernel.middleware.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
# Behind a proxy of ours, which says how people came. A container's health check comes from inside.
SECURE_SSL_REDIRECT = SECURE and TRUST_PROXY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Plain HTTP is refused for a public name (config.safety) and is what one's own machine and network have.
SILENCED_SYSTEM_CHECKS = (
    []
    if SECURE
    else ["security.W004", "security.W005", "security.W012", "security.W016", "security.W021"]
) + ([] if SECURE_SSL_REDIRECT else ["security.W008"])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

PUSH_TO_LOOPBACK = False
"""Only tests have a push service on their own machine; no variable of the environment turns this on."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# Where files are sent, a body may be larger: some more than fits, so that the page can say what did not.
UPLOAD_PATHS = re.compile(
    r"/directory/(import|[^/]+/pictures)/|/setup/region/|/files/send/|/notes/(write|[^/]+/edit)/"
    r"|/forums/(topics/[0-9]+/(reply|posts/[0-9]+/edit)|[^/]+/ask)/|/chat/[^/]+/say/"
)
UPLOAD_BODY_LIMIT = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"
FORMAT_MODULE_PATH = ["kernel.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kernel.static.Storage"
    },
}
WHITENOISE_MAX_AGE = 60 * 60
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
CLAMD = env.str("CLAMD", default="")
"""Where ClamAV's clamd listens, "host:port" or the path of its socket; none: nobody looks for viruses."""
if CLAMD and not re.fullmatch(r"/.+|.+:[0-9]{1,5}", CLAMD):
    raise SystemExit(f'The setting CLAMD is "host:port" or the path of a socket, not "{CLAMD}".')
PROXY_SENDS_FILES = env.bool("PROXY_SENDS_FILES", default=False)
"""Whether nginx (deploy/nginx/site.conf) sends the files that a view has answered for."""

TAGGIT_CASE_INSENSITIVE = True

# Who runs the site, for the pages of prose and the statement of accessibility. What is empty is shown
# there as still to be said, so that nobody takes a default for a fact.
OPERATOR: dict[str, Any] = {
    "name": env.str("OPERATOR_NAME", default=""),
    "address": env.str("OPERATOR_ADDRESS", default=""),
    "data_protection_email": env.str("DATA_PROTECTION_EMAIL", default=""),
    "accessibility_person": env.str("ACCESSIBILITY_PERSON", default=""),
    "accessibility_email": env.str("ACCESSIBILITY_EMAIL", default=CONTACT_EMAIL),
    "accessibility_phone": env.str("ACCESSIBILITY_PHONE", default=""),
    # "full", "partly" or "no", as an audit or the operator's own examination found it.
    "accessibility_status": env.str("ACCESSIBILITY_STATUS", default="partly"),
    "building_access": env.str("OPERATOR_BUILDING_ACCESS", default=""),
    "log_days": env.int("LOG_DAYS", default=30),
    # Days as YYYY-MM-DD: the site went public, changed in earnest, the statement was written.
    "site_published": env.day("SITE_PUBLISHED", default="2026-11-22"),
    "site_updated": env.day("SITE_UPDATED", default="2026-11-22"),
    "statement_prepared": env.day("ACCESSIBILITY_PREPARED", default="2026-11-22"),
}
