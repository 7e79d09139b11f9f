"""Holds the pages of the documentation, with their styles and scripts."""
