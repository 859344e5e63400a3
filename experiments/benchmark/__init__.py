"""What plek costs, measured here and now."""
