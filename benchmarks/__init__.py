"""Measures what the README claims, each figure beside something comparable."""
