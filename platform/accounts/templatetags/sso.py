"""{% load sso %}{% sso_name as name %}: the name of the provider that people may log in with, "" for none."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sso_name() -> str:
    return str(settings.OIDC_NAME)
