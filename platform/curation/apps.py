from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from curation import trust  # noqa: F401  registers itself
        from curation.deeds import figures_of
        from curation.experts import written_about
        from forums import ports
        from moderation.ports import figures_of as figures

        ports.written_about.fill(written_about)
        figures.fill(figures_of)
