"""One module per figure, each with `draw`: a tidy table and the words of a language in, a matplotlib Figure out."""

# In the order of the page; those that are only kept in the folder stand between.
FIGURES = (
    "change", "survival", "causes", "drop_out", "gains", "blocked", "bottleneck", "ends", "waits", "trust", "partnerships", "axes", "clauses",
)  # fmt: skip
