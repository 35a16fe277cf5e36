"""How fast and how steady the lab is, always against a baseline measured in the same run."""
