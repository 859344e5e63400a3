"""Recipes: common changes as small patches, applied to a copy of the tree and checked, so that none goes stale. See CONTRIBUTING.md."""
