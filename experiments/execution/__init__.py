"""A plan becomes files: who computes, chunk by chunk, whatever dies on the way."""
