"""集体评议: consent, panel, sealed opinions, a summary that binds nobody."""
