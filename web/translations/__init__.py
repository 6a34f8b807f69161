"""The English catalogue beside the Chinese sentences, which are its keys."""
