from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The commands that know every room live here."""

    name = "config"
    default_auto_field = "django.db.models.BigAutoField"
