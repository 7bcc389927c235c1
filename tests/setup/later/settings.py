"""Those of the site, with the release to come."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as NOW

INSTALLED_APPS = [*NOW, "tests.setup.later"]
