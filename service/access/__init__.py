"""Access: who may see and do what.

Its nouns are the permission (a pure decision about principal, right and resource), the acting party
(in whose name somebody acts), the lookup that finds a project, process, request or organisation for
a principal or answers that there is none, and the views: which requests (`request_view`), files
(`file_view`), rows of the history (`history_view`) and figures (`process_view`) of a process each
side sees. May import `database` and what stands below it.
"""
