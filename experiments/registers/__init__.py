"""DUO's open registers of a year as the declared tables of a country."""
