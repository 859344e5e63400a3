"""Scenario -> Population: partnerships, boards, schools, care, pupils and parents, drawn once per replicate. Frozen columns."""

from sim.country.population.draw import Population, draw_population

__all__ = ["Population", "draw_population"]
