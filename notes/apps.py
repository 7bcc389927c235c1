from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from notes import integrity, receivers  # noqa: F401  register themselves
        from notes.moderated import register_all
        from notes.panels import panels_of
        from notes.places import register_all as register_places

        panels.fill(panels_of)
        register_all()
        register_places()
