"""Routes of health, metrics, parked work and the lifecycle's tables."""
