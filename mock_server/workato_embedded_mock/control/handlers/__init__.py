"""The handlers of the control plane: a public function with the name of an operationId serves the operation."""
