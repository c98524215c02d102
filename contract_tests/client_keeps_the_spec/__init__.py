"""The client sends what the spec says and reads what it promises."""
