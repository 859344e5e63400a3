"""The measures, each declared once: name, unit, direction, words, what it hides, what it is made of."""
