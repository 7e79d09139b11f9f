"""What verification calculates: pure functions of a part, an order, a machine and a material."""
