"""The control plane under `/_mock`: for tests and people, not part of the API that is mocked."""
