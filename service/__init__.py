"""Keeps projects and processes and offers them over HTTP."""
