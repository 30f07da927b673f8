"""What all commands share: the tree, the world they run in, names of records, questions, and errors in words."""
