"""Draws the lifecycle from its table, as SVG and as Mermaid."""
