"""Workers of Verania."""
