"""LinkedIn's data archive as typed rows; knows nothing of the store."""
