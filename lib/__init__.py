"""CNN Lab: everything behind the pages."""
