"""The parts of the calculator page."""
