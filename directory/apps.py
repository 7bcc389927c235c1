from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import integrity, receivers  # noqa: F401  they register themselves
        from directory.moderated import register_organisations

        register_organisations()
