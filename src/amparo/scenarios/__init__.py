"""What the pages ask for and work out beside them: a synthetic population, a reform, a graft or a sweep on it."""
