"""A notebook run as a Workflow Run RO-Crate: inputs, workflow, outputs, and the action between.

Belongs here: turning a run's folder and its manifest into a crate that stands alone. The workflow
is the Makefile with its notebooks; every file of the manifest is in the crate with its sha256.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from src.utils import paths
from src.utils.errors import InputError
from src.utils.provenance import manifest

_PROFILES = (
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate"),
    ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate"),
)
_MEDIA = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".nxml": "application/xml",
    ".yml": "application/yaml",
    ".lock": "text/plain",
}
#: The Workflow Run profiles of version 0.5 build on RO-Crate 1.1.
_VERSION = "1.1"
_LICENCE = "https://spdx.org/licenses/MIT"


def write_crate(folder: str | Path, target: str | Path | None = None) -> Path:
    """Write the crate of a run and return its path.

    ``target`` is a folder, or a file that ends in ``.zip``; without it the crate stands beside the
    run as ``<run>-ro-crate.zip``. Raises `errors.InputError` when the run has no manifest or its
    files do not belong together (then the first sentence of `manifest.verify` is given).
    """
    folder = Path(folder).resolve()
    content = manifest.load(folder)
    wrong = manifest.verify(folder)
    if wrong:
        more = f" ({len(wrong) - 1} more: article-audit verify)" if wrong[1:] else ""
        raise InputError(f"No crate is made of a run that does not hold together: {wrong[0]}{more}")
    target = Path(target) if target else folder.with_name(f"{folder.name}-ro-crate.zip")
    crate = _crate(folder, content)
    try:
        if target.suffix == ".zip":
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.stem}.part")
            written = Path(crate.write_zip(part))
            written.replace(target)
        else:
            crate.write(target)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{paths.shown(target)} could not be written: {error}.") from error
    return target


def _crate(folder: Path, content: dict[str, Any]) -> Any:
    from rocrate.model.computerlanguage import ComputerLanguage
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    ended = datetime.fromtimestamp((folder / manifest.NAME).stat().st_mtime, UTC)
    crate = ROCrate(gen_preview=False, version=_VERSION)
    crate.metadata.extra_terms["sha256"] = "https://w3id.org/ro/terms/workflow-run#sha256"
    crate.name = f"Audit of {content['article']}"
    crate.description = (
        "Whether the numbers of one clinical article agree with one another: the article, the "
        "notebooks that read and checked it, and the tables, figures and report they wrote."
    )
    crate.license = crate.add(
        ContextEntity(crate, _LICENCE, properties={"@type": "CreativeWork", "name": "MIT License"})
    )
    crate.datePublished = ended
    crate.root_dataset["conformsTo"] = [
        crate.add(
            ContextEntity(
                crate,
                address,
                properties={
                    "@type": "CreativeWork",
                    "name": name,
                    "version": address.split("/")[-1],
                },
            )
        )
        for address, name in _PROFILES
    ]
    version = content.get("versions", {}).get("article-audit", "0")
    make = ComputerLanguage(
        crate,
        "#make",
        properties={
            "name": "GNU Make",
            "identifier": {"@id": "https://www.gnu.org/software/make/"},
            "url": {"@id": "https://www.gnu.org/software/make/"},
        },
    )
    crate.add(make)
    workflow = crate.add_workflow(
        paths.root() / "Makefile",
        "Makefile",
        main=True,
        lang=make,
        properties={
            "name": "make all: article to tables, figures and report",
            "license": {"@id": _LICENCE},
            "encodingFormat": "text/x-makefile",
            "version": version,
            "conformsTo": {
                "@id": "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
            },
        },
    )
    workflow["hasPart"] = [
        _add(crate, path, paths.shown(path), type_=["File", "SoftwareSourceCode"], version=version)
        for path in manifest.engine()
        if path.suffix == ".ipynb"
    ]
    inputs = [_add(crate, manifest.recorded(name), name) for name in content["inputs"]]
    outputs = [
        _add(crate, folder / name, f"outputs/{name}", rows=one.get("rows"))
        for name, one in content["outputs"].items()
    ]
    agent = crate.add(
        ContextEntity(
            crate,
            f"urn:article-audit:{version}",
            properties={
                "@type": "SoftwareApplication",
                "name": "article-audit",
                "softwareVersion": version,
                "softwareRequirements": "; ".join(
                    f"{k} {v}" for k, v in content.get("versions", {}).items()
                ),
            },
        )
    )
    parameters = _parameters(crate, content, ContextEntity, workflow, inputs)
    started = min(
        (p.stat().st_mtime for p in paths.executed(folder).glob("*.ipynb")),
        default=ended.timestamp(),
    )
    action = crate.add(
        ContextEntity(
            crate,
            "#run",
            properties={
                "@type": "CreateAction",
                "name": f"make all ARTICLE={content['article']}",
                "startTime": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
                "endTime": ended.isoformat(timespec="seconds"),
                "actionStatus": "http://schema.org/CompletedActionStatus",
                "description": "The notebooks were run in order; they read the article and its "
                "sidecars and wrote tables, figures and the report.",
            },
        )
    )
    action["instrument"] = workflow
    action["agent"] = agent
    action["object"] = [*inputs, *parameters]
    action["result"] = outputs
    crate.root_dataset["mentions"] = action
    return crate


def _add(
    crate: Any,
    path: Path,
    name: str,
    type_: list[str] | None = None,
    rows: int | None = None,
    version: str = "",
) -> Any:
    properties: dict[str, Any] = {
        "name": Path(name).name,
        "encodingFormat": _MEDIA.get(path.suffix, "application/octet-stream"),
        "contentSize": str(path.stat().st_size),
        "sha256": manifest.sha256(path),
    }
    if type_:
        properties["@type"] = type_
    if version:
        properties["version"] = version
    if rows is not None:
        properties["description"] = f"{rows} rows"
    # A file from outside the project has no path in it; it stands in the crate by its name.
    inside = name if not Path(name).is_absolute() else f"inputs/{Path(name).name}"
    return crate.add_file(path, inside, properties=properties)


def _parameters(
    crate: Any, content: dict[str, Any], entity: Any, workflow: Any, inputs: list[Any]
) -> list[Any]:
    """The notebooks' parameters as values of formal parameters of the workflow."""
    given: dict[str, str] = {}
    for notebook, values in content.get("parameters", {}).items():
        if isinstance(values, dict):
            given.update({f"{notebook}.{k}": str(v) for k, v in values.items()})
        else:
            given[notebook] = str(values)
    formal, actual = [], []
    for name, value in given.items():
        parameter = crate.add(
            entity(
                crate,
                f"#parameter-{name}",
                properties={
                    "@type": "FormalParameter",
                    "additionalType": "Text",
                    "name": name,
                    "conformsTo": {
                        "@id": "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"
                    },
                },
            )
        )
        formal.append(parameter)
        one = crate.add(
            entity(
                crate,
                f"#value-{name}",
                properties={"@type": "PropertyValue", "name": name, "value": value},
            )
        )
        one["exampleOfWork"] = parameter
        actual.append(one)
    article = crate.add(
        entity(
            crate,
            "#parameter-article-file",
            properties={
                "@type": "FormalParameter",
                "additionalType": "File",
                "name": "article",
                "conformsTo": {
                    "@id": "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"
                },
            },
        )
    )
    formal.append(article)
    if inputs:
        inputs[0]["exampleOfWork"] = article
    workflow["input"] = formal
    return actual
