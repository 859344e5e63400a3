"""What a run is made of: records of state, codes, draws, the calendar, waitlists, and how Python is compiled."""
