"""Manufacturing: pure calculation, from a mesh to the quotes of contractors.

`geometry` measures what a part is; `quoting` checks it against what contractors offer and prices
it; `fonts` has the letters that captions are drawn with. Imports the foundation only: no database,
no network, no clock.
"""
