"""A request becomes a plan: branches, settings, points, and how they are cut into chunks."""
