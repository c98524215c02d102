"""The activity log: records the successful writes below a customer, and what happens by the clock."""
