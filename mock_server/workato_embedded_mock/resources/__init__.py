"""The API's rules, one module per resource.

Every public coroutine function of these modules is a rule. It has the name of its operation and takes a `Context` and
the operation's parameters by name, and the body as `body`. It answers the body of the response, or raises a refusal. A
rule runs inside one transaction and must never wait.
"""
