"""The sandbox: contractors that answer by themselves, to try an integration out to the end.

Its nouns are the turn (an order as one of these contractors finds it), the scenario that the
client has chosen, and the contractor of the sandbox, which no real order ever goes to. It acts by
the same moves as a real contractor. Imports `orders` and the rooms below.
"""
