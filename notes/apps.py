from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notes import integrity, receivers  # noqa: F401  register themselves
        from notes.moderated import register_all

        register_all()
