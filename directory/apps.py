from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import integrity, receivers  # noqa: F401  they register themselves
        from directory.importing.background import tidy_imports
        from directory.moderated import register_organisations
        from kernel import background

        register_organisations()
        background.register("imports", tidy_imports, every=3600.0)
