"""What a minister can choose: levers, which of them contradict each other, who has what today, and what a law makes of it."""
