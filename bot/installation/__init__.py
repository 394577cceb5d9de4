"""The app in the workspaces that install it: who the bot is in each, and how it gets in."""
