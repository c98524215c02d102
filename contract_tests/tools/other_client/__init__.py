"""Call the mock with a TypeScript client that other tools generate from the document."""
