"""Numbers have not moved: digests of every table that plek writes, with its parameters spelled out.

    python -m tests.baseline                     what moved against the committed digests (seconds; --large: minutes)
    python -m tests.baseline CASE --than FOLDER  which columns differ from another checkout
    python -m tests.baseline --remake            write the digests anew; a commit of its own that says why numbers moved

Cases stand in cases.py, what they run in configs/, what came out in digests.json and digests-large.json.
"""
