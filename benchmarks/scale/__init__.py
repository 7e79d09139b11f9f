"""Says from measured service times how many orders shards carry, and what limits them."""
