"""What programs and browsers ask by address: routes, headers, descriptions."""
