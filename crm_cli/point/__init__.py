"""Ways to reach people and companies."""
