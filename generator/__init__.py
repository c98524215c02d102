"""The spec's tool chain: bundles and lints the spec and generates the client from it.

It knows the spec; the client and the mock do not know it.
"""
