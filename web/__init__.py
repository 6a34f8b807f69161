"""The web: pages, forms, API, commands and the scheduler, all above the domain."""
