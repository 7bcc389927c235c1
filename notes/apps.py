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
        from notes.runs import integrity as run_integrity  # noqa: F401
        from notes.runs.moderated import register_runs

        panels.fill(panels_of)
        register_all()
        register_runs()
        register_places()
