"""The day in which things happen: its order, the week's and the year's, and days of a run in compiled code."""
