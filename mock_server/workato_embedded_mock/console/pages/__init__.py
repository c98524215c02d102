"""The pages, a module with a blueprint for each section; they read by functions of `reads`, and change by `perform`."""

from __future__ import annotations
