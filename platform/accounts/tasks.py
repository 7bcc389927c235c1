"""Background work of accounts."""

from django.core.mail import EmailMultiAlternatives
from django_tasks import task


@task()
def send_mail(subject: str, text: str, html: str, to: list[str]) -> None:
    """Sends one mail. A failure is tried again by the worker (kernel.jobs)."""
    message = EmailMultiAlternatives(subject, text, to=to)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
