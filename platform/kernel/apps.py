from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kernel import (
            background,
            converters,  # noqa: F401  registers itself
            jobs,
        )
        from kernel.images import integrity  # noqa: F401  registers itself
        from kernel.retention import own  # noqa: F401  registers itself
        from kernel.retention.table import keep
        from kernel.watching.beginning import watch

        background.register("tasks", jobs.work_off, every=1.0, lane="tasks")
        background.register("tidy", jobs.tidy, every=60.0)
        background.register("retention", keep, every=600.0)
        watch()
