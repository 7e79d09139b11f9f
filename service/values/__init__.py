"""Values that come in from outside, in the one form in which the service keeps and compares them.

Its nouns are the e-mail address, the moment, and the text as people see it. Imports
`translations` only.
"""
