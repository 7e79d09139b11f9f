"""The reference: the API document as pages that people read, the problems, and where to begin."""
