"""The demonstration order of `make run`."""
