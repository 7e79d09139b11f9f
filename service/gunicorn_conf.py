"""The former way to serve: `gunicorn -c python:service.gunicorn_conf` becomes the new one.

Goes with the next release.
"""

import os
import sys
import warnings

warnings.warn(
    "gunicorn serves no more: `python -m service.web` does, and runs in its place; this name goes"
    " with the next release",
    FutureWarning,
    stacklevel=2,
)
os.execv(sys.executable, [sys.executable, "-m", "service.web"])
