"""Quoting: which contractor can make a part, at what price and by when.

Its nouns are the check, the quote, and the record of a verification. May import `geometry`.
"""
