from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kernel import pages
        from taxonomy.regions import region_name_of_this_site

        pages.region_name.fill(region_name_of_this_site)
