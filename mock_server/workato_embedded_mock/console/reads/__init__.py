"""What the pages read, a module for each section: functions of `Tools`, one transaction for each page."""

from __future__ import annotations
