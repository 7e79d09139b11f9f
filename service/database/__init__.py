"""The database: transactions, tables, and what is leased or kept there for all processes.

Its nouns are the transaction, the model (one class for each table), and the lease. May import
`manufacturing` and the foundation only.
"""

from sqlalchemy.orm import Session

__all__ = ["Session"]
