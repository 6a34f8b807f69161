"""Facts become outgoing messages, after the commit."""
