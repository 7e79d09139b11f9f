"""Operations: what whoever runs the service looks at and mends.

Its nouns are the health of each dependency, the parked process, and the check that all tables agree
with the histories. Nothing below `api` may import it.
"""
