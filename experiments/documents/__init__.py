"""The tables of the documents, written from the code and files they describe."""
