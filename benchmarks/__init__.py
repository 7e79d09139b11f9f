"""Benchmarks: the measurements behind docs/benchmarks.md, each against something comparable."""
