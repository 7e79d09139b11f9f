"""The sandbox: contractors that answer by themselves."""
