from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from kernel import background
        from notes import (  # noqa: F401  register themselves
            integrity,
            own_data,
            receivers,
        )
        from notes.collections.moderated import register_collections
        from notes.helpful import integrity as helpful_integrity  # noqa: F401
        from notes.moderated import register_all
        from notes.panels import panels_of
        from notes.places import register_all as register_places
        from notes.runs import integrity as run_integrity  # noqa: F401
        from notes.runs.moderated import register_runs
        from notes.truth import integrity as truth_integrity  # noqa: F401
        from notes.truth.due import work_off

        background.register("notes due", work_off, every=300.0)
        panels.fill(panels_of)
        register_all()
        register_runs()
        register_collections()
        register_places()
