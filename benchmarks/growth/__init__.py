"""Measures what bends as orders accumulate: lists, pages, sweeps, retention, bytes on the disk."""
