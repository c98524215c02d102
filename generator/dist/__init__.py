"""Files for other teams, each made from the document."""
