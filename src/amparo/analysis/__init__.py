"""What the law does for one worker's claim and for a population: benefits month by month, claims, who is left out."""
