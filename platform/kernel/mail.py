"""Letters: queued in the transaction of what they tell, sent by the background work, tried again.

A letter's template is text: its first line is the subject, the rest after an empty line the body.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from kernel.naming import sender, site_name


@task()
def send_mail(
    subject: str, text: str, html: str, to: list[str], headers: dict[str, str] | None = None
) -> None:
    """Sends one mail. A failure is tried again by the worker (kernel.jobs)."""
    message = EmailMultiAlternatives(
        subject, text, from_email=sender(), to=to, headers=headers or {}
    )
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def write_letter(
    *,
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    stop_url: str = "",
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Queues a letter in the reader's language ("pl" or "en").

    `template`: such as "directory/mail/claim_accepted.txt"; it also gets `site_name`, `base_url` and
    `stop_url`. `stop_url` is an absolute address that ends such letters when it is POSTed to, without
    a log-in: mail programs show it as a button (RFC 8058). `html`: the template of the same letter
    for programs that show HTML. `headers`: more of them; line breaks in them become spaces.
    """
    with override(language):
        words = {
            **context, "site_name": site_name(), "base_url": settings.BASE_URL, "stop_url": stop_url,
        }  # fmt: skip
        subject, _, body = render_to_string(template, words).lstrip().partition("\n")
        shown = render_to_string(html, {**words, "subject": subject}) if html else ""
    more = {name: " ".join(value.split()) for name, value in (headers or {}).items()}
    if stop_url:
        more |= {
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    send_mail.enqueue(
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        html=shown,
        to=[to],
        headers=more,
    )
