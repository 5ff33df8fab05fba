"""Users' own microdata as a population: a mapping file says what the columns are, what is assumed, how it was sampled.

What comes out is a records folder like that of a synthetic population, with the weight of each person and what another
sample would have weighed it. What the data cannot tell stays unknown; what is assumed goes with every result.
"""
