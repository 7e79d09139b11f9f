"""Configures gunicorn, which serves the application: `gunicorn -c python:service.gunicorn_conf`."""

from pathlib import Path

from service import logging_setup
from service.settings import settings

logging_setup.configure()
_settings = settings()

wsgi_app = "service.app:create_app()"
bind = _settings.bind
workers = _settings.web_processes
worker_class = "gthread"
threads = _settings.web_threads
#: Seconds that a request or an open event stream gets when the process is asked to end.
graceful_timeout = 5
keepalive = 15
loglevel = _settings.log_level.lower()
logconfig_dict = logging_setup.for_libraries()
control_socket_disable = True
# The heartbeat of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
