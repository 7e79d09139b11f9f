"""Where the checkout lies that the tests are from."""

from pathlib import Path

#: The folder that holds `service`, `tests` and the README.
ROOT = Path(__file__).resolve().parents[2]
