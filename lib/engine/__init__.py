"""Keras in a process of its own: the client that pages call, the jobs, and the store of runs."""
