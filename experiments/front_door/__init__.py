"""What is typed becomes a request: words, files of one's own, Hydra, and what is wrong with them."""
