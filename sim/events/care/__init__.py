"""Youth care: asked for, waited for, treated."""
