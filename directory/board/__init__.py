"""Needs and offers: what a card may say, how cards are found, shown and given away as data."""
