"""What happens to a child: a place breaks, a stay, an exemption, a move, leaving; and what its parents do."""
