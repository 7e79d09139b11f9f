"""Runs what other machines would have installed: servers and processes that end with us."""
