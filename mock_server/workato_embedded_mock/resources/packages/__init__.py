"""Packages: export manifests, exports, imports and the files in them."""
