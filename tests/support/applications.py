"""Gives tests the application on a database of theirs."""

from functools import cache

from service import app, logging_setup
from service.api.http.rate_limits import limiter
from service.database import transactions
from service.settings import settings


def ready():
    """The application with the settings as they are now; it remembers nothing of earlier tests.

    Its routes are put together once in a process: that takes longer than most tests.
    """
    logging_setup.configure()
    transactions.connect(settings().database_url)
    application = _assembled()
    limiter.reset()
    return application


_assembled = cache(app.assemble)
