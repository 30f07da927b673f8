"""The page of the day: what is due, whom to call, which deals wait."""
