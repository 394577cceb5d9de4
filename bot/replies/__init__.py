"""Outcomes and words become replies: one model, rendered for each place where it is read. Pure."""
