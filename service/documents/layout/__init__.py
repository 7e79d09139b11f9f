"""Pages and tables on paper, with reportlab."""
