"""Backups of the database and of the contents of files as one whole, and what restores them.

A backup is a folder: a manifest, files of the database, a list of contents, and the contents.
"""
