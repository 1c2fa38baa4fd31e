"""
How each resource type of the stack is made, changed and removed: by the public calls of its service.

Most types are a row of the table: the properties go to the call under the names that the service's own model gives them.
What AWS's registry says of a type (its properties, and which of them cannot change without a replacement) is read from the
schemas that cfn-lint brings along.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass, field
from typing import Any, Callable

import boto3
import jmespath
from botocore.exceptions import ClientError
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

Props = dict[str, Any]


@dataclass
class Resource:
    """A resource that exists. `ref` is its physical id."""

    type: str
    props: Props
    ref: str
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One call of a service. `needs`: it is left out unless one of these properties is set."""

    operation: str
    arguments: Callable[[Props, str], Props] = lambda props, ref: {}
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """
    A resource type. `ref` and `attributes` are JMESPath expressions over {props, answer, generated, account, region, front}.
    Without `create` the resource is only written down.
    `name`: the property that CloudFormation fills in when the template leaves it out. `settle` follows creation and every update.
    `precious`: properties that the registry lets change, at the price of what the resource holds; a change counts as a replacement.
    """

    service: str = ""
    create: Call | None = None
    ref: str = "generated"
    attributes: dict[str, str] = field(default_factory=dict)
    name: str | None = None
    precious: tuple[str, ...] = ()
    settle: tuple[Call, ...] = ()
    update: tuple[Call, ...] = ()
    before_delete: tuple[Call, ...] = ()
    delete: Call | None = None


@functools.cache
def client(service: str) -> Any:
    return boto3.client(service)


@functools.cache
def account() -> str:
    return client("sts").get_caller_identity()["Account"]


def region() -> str:
    return client("sts").meta.region_name


def schema(resource_type: str) -> dict[str, Any]:
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema(region(), resource_type).schema


def check_properties(resource_type: str, props: Props) -> None:
    """Throws for a property that the type does not have, and for a required one that is missing."""
    known = schema(resource_type)
    extraneous = set(props) - set(known["properties"])
    missing = set(known.get("required", [])) - set(props)
    if extraneous or missing:
        raise ValueError(f"Properties validation failed: extraneous {sorted(extraneous)}, missing {sorted(missing)}")


def needs_replacement(kinds: dict[str, Kind], resource_type: str, old: Props, new: Props) -> bool:
    known = schema(resource_type)
    precious = [f"/properties/{name}" for name in kinds[resource_type].precious]
    fixed = known.get("createOnlyProperties", []) + known.get("conditionalCreateOnlyProperties", []) + precious
    return any(_at(old, path) != _at(new, path) for path in fixed)


def _at(props: Any, path: str) -> Any:
    for step in path.split("/")[2:]:
        props = props.get(step) if isinstance(props, dict) else None
    return props


def _fitted(shape: Any, value: Any) -> Any:
    """A property in the form of the service's model: names in its spelling, policies as text, numbers as numbers."""
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        spelling = {name.lower(): name for name in shape.members}
        named = {spelling[key.lower()]: item for key, item in value.items() if key.lower() in spelling}
        return {key: _fitted(shape.members[key], item) for key, item in named.items()}
    if kind == "list":
        return [_fitted(shape.member, item) for item in (value if isinstance(value, list) else [value])]
    if kind == "map":
        pairs = {each["Key"]: each["Value"] for each in value} if isinstance(value, list) else value
        return {key: _fitted(shape.value, item) for key, item in pairs.items()}
    if kind == "string":
        return json.dumps(value) if isinstance(value, (dict, list)) else str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "boolean":
        return str(value).lower() == "true"
    return float(value) if kind in ("double", "float") else int(value) if kind in ("integer", "long") else value


def run(service: str, call: Call, props: Props, ref: str) -> Any:
    """Calls with what the operation takes of the properties, and the call's own arguments over them."""
    if call.needs and not any(need in props for need in call.needs):
        return {}
    shape = client(service).meta.service_model.operation_model(
        client(service).meta.method_to_api_mapping[call.operation]
    ).input_shape
    named = {key: value for key, value in props.items() if key != "Tags"}
    return getattr(client(service), call.operation)(**_fitted(shape, {**named, **call.arguments(props, ref)}))


def create(kinds: dict[str, Kind], resource_type: str, props: Props, generated: str) -> Resource:
    check_properties(resource_type, props)
    kind = kinds[resource_type]
    if kind.name and kind.name not in props:
        props = {**props, kind.name: generated}
    answer = run(kind.service, kind.create, props, "") if kind.create else {}
    front = os.environ.get("EMULATED_API_ENDPOINT")
    seen = {"props": props, "answer": answer, "generated": generated, "account": account(), "region": region(), "front": front}
    attributes = {name: jmespath.search(path, seen) for name, path in kind.attributes.items()}
    resource = Resource(resource_type, props, jmespath.search(kind.ref, seen), attributes)
    for call in kind.settle:
        run(kind.service, call, props, resource.ref)
    return resource


def update(kinds: dict[str, Kind], resource: Resource, props: Props) -> Resource:
    """The same resource with other properties. What the service gave at its creation stays."""
    check_properties(resource.type, props)
    kind = kinds[resource.type]
    if kind.name:
        props = {**props, kind.name: resource.props[kind.name]}
    for call in (*kind.update, *kind.settle):
        run(kind.service, call, props, resource.ref)
    return Resource(resource.type, props, resource.ref, resource.attributes)


def delete(kinds: dict[str, Kind], resource: Resource) -> None:
    """What is gone already counts as deleted."""
    kind = kinds[resource.type]
    for call in (*kind.before_delete, *((kind.delete,) if kind.delete else ())):
        try:
            run(kind.service, call, resource.props, resource.ref)
        except ClientError as error:
            if not any(word in str(error) for word in ("NotFound", "NonExistent", "NoSuch", "not found", "does not exist")):
                raise
