"""Reports: figures over all slices, owning nothing."""
