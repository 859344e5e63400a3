"""What functions and classes promise, read from the sources without importing them."""

import ast
from collections.abc import Iterator
from pathlib import Path

TOP = ("sim", "experiments", "analysis")


def packages(root: Path) -> list[str]:
    """Dotted names of the folders with Python files."""
    found = {path.parent.relative_to(root) for top in TOP for path in (root / top).rglob("*.py")}
    return sorted(".".join(folder.parts) for folder in found)


def page(root: Path, package: str) -> str:
    """A page on one folder: its own docstring, then each file's, then what the file offers."""
    folder = root.joinpath(*package.split("."))
    own = folder / "__init__.py"
    parts = [f"# `{package}`", _said(_tree(own)) if own.is_file() else ""]
    for path in sorted(folder.glob("*.py")):
        tree = _tree(path)
        stubs = "\n\n\n".join(_stubs(tree))
        if path.name == "__init__.py" and not stubs:
            continue
        parts += [f"## `{path.stem}`", "" if path.name == "__init__.py" else _said(tree), f"````python\n{stubs}\n````" if stubs else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _said(tree: ast.Module) -> str:
    text = ast.get_docstring(tree)
    return f"````text\n{text}\n````" if text else ""


def _stubs(tree: ast.Module) -> Iterator[str]:
    """Public functions and classes without their bodies."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield _function(node, "")
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            own = [item for item in node.body if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")]
            yield "\n\n".join([_class(node), *(_function(item, "    ") for item in own)])


def _function(node: ast.FunctionDef, indent: str) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{indent}def {node.name}({ast.unparse(node.args)}){returns}:{_doc(node, indent)}"


def _class(node: ast.ClassDef) -> str:
    bases = f"({', '.join(map(ast.unparse, node.bases))})" if node.bases else ""
    fields = [f"    {ast.unparse(item)}" for item in node.body if isinstance(item, ast.AnnAssign)]
    return "\n".join([f"class {node.name}{bases}:{_doc(node, '')}", *fields])


def _doc(node: ast.FunctionDef | ast.ClassDef, indent: str) -> str:
    text = ast.get_docstring(node)
    if not text:
        return " ..."
    lines = text.splitlines()
    inner = "\n".join(f"{indent}    {line}".rstrip() for line in lines[1:])
    return f'\n{indent}    """{lines[0]}' + (f"\n{inner}\n{indent}    " if inner else "") + '"""'
