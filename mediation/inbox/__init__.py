"""待办: what each person is to do, and by when."""
