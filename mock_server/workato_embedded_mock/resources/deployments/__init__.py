"""The rules of builds and deployments."""
