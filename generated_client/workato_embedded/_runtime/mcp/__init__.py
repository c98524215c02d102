"""The MCP server: finds, describes and calls operations for programs with a language model."""
