"""What an author's commands share: entries of the bibliography, notes from the template, papers that are known already."""
