"""The policy and every sentence a person reads, as data; `bot.policy` and `bot.words` read it."""
