"""LinkedIn's data archive as typed rows; knows nothing of the store."""

from bot.archive.reading import read_archive

__all__ = ["read_archive"]
