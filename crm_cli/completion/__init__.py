"""Completion in bash, zsh and fish: what the word at the cursor may become, and the scripts that ask for it."""
