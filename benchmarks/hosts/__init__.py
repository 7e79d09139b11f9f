"""Runs the composition as several hosts in network namespaces, and lets them meet with faults."""
