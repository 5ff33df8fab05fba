"""Workers in new forms of employment in China."""
