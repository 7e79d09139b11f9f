"""Manufacturing: pure calculation, from a mesh to the quotes of contractors.

`geometry` measures what a part is; `quoting` holds it against what contractors offer and prices it.
No database, no network, no clock.
"""
