"""The policy lab: a page on which one moves a clause of a law and sees what the country answers. Started by `plek lab`.

The server here reads declarations and pages only; whatever computes (`worker`) is a process of its own.
"""
