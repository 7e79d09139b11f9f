"""Geometry: what a part is, from the bytes of its file to its measures, shape and picture.

Its nouns are the mesh, the solid that it encloses, and the shape. Knows nothing of quoting.
"""
