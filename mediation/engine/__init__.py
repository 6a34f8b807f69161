"""The only room that speaks SpiffWorkflow."""
