"""Answers made by a Spark cluster: the same SQL, carried over, through Spark Connect."""
