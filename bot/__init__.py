"""Whylocked: why a member cannot message somebody on LinkedIn, and what would unlock it."""

__version__ = "0.1.0"
