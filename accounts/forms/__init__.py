"""What people type about themselves and about the producers they act for."""
