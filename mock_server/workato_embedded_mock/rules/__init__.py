"""Shared code of the rules: context, customer lookup, paging, and the catalogue of rules."""
