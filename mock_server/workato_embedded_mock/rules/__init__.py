"""What the rules of all resources share: their context, customer lookup, paging, and the catalogue of rules."""
