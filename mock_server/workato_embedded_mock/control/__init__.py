"""The control plane under `/_mock`: tests control the mock by it. It is not part of the API."""
