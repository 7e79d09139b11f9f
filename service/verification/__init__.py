"""Verification: can this part be made, by whom, at what price and by when?

Its nouns are the attempt, the evaluation (the answers of all contractors), and the record that
keeps it. May import `files` and what stands below it, never `sourcing`.
"""
