"""What this site is called and where it is written to, as every room says it. Answered by `place`."""

from django.conf import settings

from kernel.ports import Port


def _named_by_settings() -> str:
    return str(settings.SITE_NAME)


def _reached_by_settings() -> str:
    return str(settings.CONTACT_EMAIL)


def _said_by_nobody() -> str:
    return ""


site_lead: Port[[], str] = Port(_said_by_nobody)
"""What the site is, in a sentence of its administrators in the reader's language; "" where they said none."""
site_logo: Port[[], str] = Port(_said_by_nobody)
"""The address of the picture beside the name; "": the mark that comes with the product."""
site_name: Port[[], str] = Port(_named_by_settings)
contact_email: Port[[], str] = Port(_reached_by_settings)


def sender() -> str:
    """From whom our letters come: MAIL_FROM where it is set, else the name and the address of the site."""
    if settings.MAIL_FROM:
        return str(settings.MAIL_FROM)
    name = "".join(sign for sign in site_name() if sign not in '"\\<>@,;:')
    return f'"{name}" <{settings.CONTACT_EMAIL}>'
