"""Files: the models and papers of a process, stored by their content.

Its nouns are the file, the stored content with its analysis (made in a sandboxed child process),
and the repair that is offered as one more file. When a contractor gets the files themselves is
decided in `access`. May import `lifecycle` and what stands below it.
"""
