"""Access: who may see and do what.

Its nouns are the permission (a pure decision about principal, right and resource), the acting party
(in whose name somebody acts), and the lookup that finds a project, process, request or organisation
for a principal or answers that there is none. May import `database` and what stands below it.
"""
