"""What a run gives: typed tables, and a child's way in words."""
