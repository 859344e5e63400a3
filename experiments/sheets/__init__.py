"""A sheet to fill in: what the model takes of a partnership, what is known of it, and what is drawn."""
