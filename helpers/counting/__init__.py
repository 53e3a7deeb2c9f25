"""Words of texts and what can be counted with them: shares, spread, keyness, company, phrases, topics."""
