"""A case: who is responsible, looks, consults, decides."""
