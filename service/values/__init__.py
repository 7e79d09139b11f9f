"""Values that come in from outside, in the one form in which the service keeps and compares them.

Its nouns are the e-mail address, the moment, the text as people see it, the variable of the
environment, and what makes an installation unfit for production. Imports `translations` only.
"""
