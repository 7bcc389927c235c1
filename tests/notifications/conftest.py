"""The post office, for letters that really go and come."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notifications.post_office import BOX, PostOffice


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.smtp
    settings.REPLY_ADDRESS = BOX
    settings.INBOUND_IMAP_URL = (
        f"imap://rynek:tajne%20s%C5%82owo@127.0.0.1:{office.imap}/INBOX".replace(
            "s%C5%82owo", "slowo"
        )
    )
    yield office
    office.close()
