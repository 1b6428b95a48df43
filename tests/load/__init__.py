"""How the dashboard holds up under many viewers, measured on one machine: `make load`."""
