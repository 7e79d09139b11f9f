"""The service: stores projects and processes, and offers them over HTTP."""
