"""The former name of `service.gunicorn_conf`; goes with the next release."""

import warnings

from service.gunicorn_conf import *  # noqa: F403

warnings.warn(
    "service.serving is now service.gunicorn_conf; the old name goes with the next release",
    FutureWarning,
    stacklevel=2,
)
