from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "place"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import ports
        from kernel import naming, pages
        from place import own_data  # noqa: F401  it registers itself
        from place.reading import (
            contact_of_this_site,
            lead_of_this_site,
            logo_of_this_site,
            name_of_this_site,
            region_of_this_site,
            said,
        )

        naming.site_name.fill(name_of_this_site)
        naming.site_logo.fill(logo_of_this_site)
        naming.site_lead.fill(lead_of_this_site)
        naming.contact_email.fill(contact_of_this_site)
        ports.defence.fill(lambda: (str(said("proof")), int(said("joins_an_hour"))))
        pages.region_name.fill(region_of_this_site)
