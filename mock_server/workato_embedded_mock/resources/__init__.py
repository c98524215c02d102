"""The rules of the API, grouped by subject; `registry.py` lists the modules that define them.

A public function with the name of an operationId is the rule of that operation. It takes a `Context`, the operation's
parameters by name, and the body as `body`. It returns the body of the response, or raises a `RequestError`. It runs on
the event loop inside one transaction, so it must never wait.
"""
