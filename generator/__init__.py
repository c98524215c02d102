"""The tool chain of the spec: bundles and lints the spec, and generates the client from it.

The client and the mock do not import this package.
"""
