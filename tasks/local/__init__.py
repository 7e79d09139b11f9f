"""Everything on one machine: supervisor, services, Valkey."""
