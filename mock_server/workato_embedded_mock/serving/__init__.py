"""Serves the apps over HTTP: uvicorn, worker processes and logging."""
