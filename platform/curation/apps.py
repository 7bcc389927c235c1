from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "curation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from curation import (  # noqa: F401  these register themselves
            flags,
            linking,
            own_data,
            trust,
        )
        from curation.deeds import figures_of
        from curation.desk import showing
        from curation.desk.canned import prepared
        from curation.experts import written_about
        from curation.links import around
        from curation.taking import integrity, reading, receivers  # noqa: F401  they register themselves
        from curation.taking.originals import changed_since
        from forums import ports
        from kernel import background
        from moderation.ports import figures_of as figures
        from notes import ports as note_ports
        from realtime import ports as room_ports

        background.register("what curators show", showing.end_what_is_over, every=3600.0)
        note_ports.featured.fill(showing.featured)
        note_ports.around.fill(around)
        note_ports.originals.fill(changed_since)
        ports.written_about.fill(written_about)
        figures.fill(figures_of)
        room_ports.grown.fill(reading.grown)
        room_ports.picking.fill(reading.picking)
        ports.prepared.fill(prepared)
        ports.lineage.fill(reading.lineage)
