"""Settings of the log: one JSON line per event on standard output, faults mailed to the operators."""

from portal import env

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logging.formatter"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "json"},
        "operators": {"class": "portal.operation.alerts.MailHandler", "level": "ERROR"},
    },
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"handlers": ["operators"], "propagate": True},
        "portal.tick": {"handlers": ["operators"], "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "axes": {"level": "CRITICAL"},
        # One line per job and per saved page says nothing that the request log and the job list do not say.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "modelsearch": {"level": "WARNING"},
        "elastic_transport": {"level": "WARNING"},
    },
}
