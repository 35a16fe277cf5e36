"""Sizes and counts of layers, worked out with the sums written out: what the calculator shows."""
