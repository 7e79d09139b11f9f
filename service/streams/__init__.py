"""Keeps event streams open in a process of its own, thousands of them without a thread each."""
