"""One decision per file: pure functions of what the decision is taken on. No chance inside: draws come in as arguments."""
