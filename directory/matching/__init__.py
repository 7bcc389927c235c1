"""How well a need and an offer fit, and why: judged by a pure function, shown in words.

`facts` what is known of a card · `score` the judgement · `weights` what it counts · `words` how it is
said · `gather` and `found` bring the cards of the database to it · `partners` does so for organisations.
"""
