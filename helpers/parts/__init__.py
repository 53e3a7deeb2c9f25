"""The tables of a corpus in parts: made when they are asked for, and stored one part beside another."""
