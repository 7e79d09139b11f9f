"""The former name of `service.gunicorn_conf`; goes with the next release."""

import service.gunicorn_conf  # noqa: F401
