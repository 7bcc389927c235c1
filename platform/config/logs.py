"""Settings of the logs: what is written, where and how."""

from config import places  # noqa: F401  the folder of the data may be where the log goes
from config.reading import env, writable

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
"""Lines for people ("line") or for programs that gather logs ("json")."""
if LOG_FORMAT not in ("line", "json"):
    raise SystemExit(f'The setting LOG_FORMAT is "line" or "json", not "{LOG_FORMAT}".')
SECURITY_LOG = writable("SECURITY_LOG", env.str("SECURITY_LOG", default=""))
"""The file for what touches the safety of accounts (kernel.security_log), as JSON; none: with the other lines."""
_STDERR = {"class": "kernel.logs.CountingHandler", "formatter": LOG_FORMAT}
_SECURITY = (
    {
        "class": "kernel.logs.SafetyHandler", "filename": SECURITY_LOG, "delay": True,
        "encoding": "utf-8", "formatter": "json",
    }
    if SECURITY_LOG
    else _STDERR
)  # fmt: skip
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kernel.logs.LineFormatter"},
        "json": {"()": "kernel.logs.JsonFormatter"},
    },
    "handlers": {"stderr": _STDERR, "security": _SECURITY},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "security": {"handlers": ["security"], "propagate": False},
        "django": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "daphne": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
        "a2wsgi": {"level": "WARNING"},
        # While Redis is away it logs a traceback every second; readyz says it once.
        "channels_redis.pubsub": {"level": "CRITICAL"},
    },
}
