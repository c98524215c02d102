"""The API platform: collections, endpoints, clients and access profiles."""
