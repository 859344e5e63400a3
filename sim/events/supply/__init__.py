"""What is added to places, or taken away as a bottleneck."""
