"""Pages on which a contractor keeps its workshop: terms, machines, holidays, how it is asked."""

from service.console.workshop import machines, terms

__all__ = ["machines", "terms"]
