"""
What CloudFormation does with a stack: creation, update, deletion, and the way back when one of them fails.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

import random
import string
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from typing import Any, Callable

import resource_types
from kinds import KINDS
from resource_types import Resource
from templates import Resolver, Template, in_order


@dataclass
class Fault:
    """Creations and updates of resources whose logical id begins like that fail."""

    prefix: str | None = None
    verbs: tuple[str, ...] = ("CREATE", "UPDATE")

    def check(self, verb: str, logical_id: str) -> None:
        if self.prefix and verb in self.verbs and logical_id.startswith(self.prefix):
            raise RuntimeError(f"Resource handler returned message: the emulator was told to fail {self.prefix}")


FAULT = Fault()


@dataclass
class Stack:
    name: str
    account: str
    region: str
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    protected: bool = False
    template: Template = field(default_factory=dict)
    template_text: str = "{}"
    parameters: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    outputs: list[dict[str, str]] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def __post_init__(self) -> None:
        self.id = f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{self.name}/{uuid.uuid4()}"

    # Events

    def event(self, logical_id: str, status: str, reason: str = "", resource_type: str = "", ref: str = "") -> None:
        self.events.insert(0, {
            "StackId": self.id, "StackName": self.name, "EventId": str(uuid.uuid4()), "LogicalResourceId": logical_id,
            "PhysicalResourceId": ref, "ResourceType": resource_type, "ResourceStatus": status, "ResourceStatusReason": reason,
            "Timestamp": datetime.now(timezone.utc),
        })  # fmt: skip
        if logical_id != self.name:
            self.statuses[logical_id] = status

    def become(self, status: str, reason: str = "") -> None:
        self.status, self.reason = status, reason
        self.event(self.name, status, reason, "AWS::CloudFormation::Stack", self.id)

    # Values

    def resolver(self, template: Template, parameters: dict[str, str]) -> Resolver:
        pseudo = {
            "AWS::AccountId": self.account, "AWS::Region": self.region, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.name, "AWS::StackId": self.id,
        }  # fmt: skip
        return Resolver(
            template,
            {**pseudo, **parameters},
            lambda name: self.resources[name].ref,
            lambda name, attribute: self.resources[name].attributes[attribute],
        )

    # One resource

    def step(self, verb: str, logical_id: str, resource_type: str, work: Callable[[], Resource | None]) -> Any:
        """Does the work between the events that tell of it."""
        self.event(logical_id, f"{verb}_IN_PROGRESS", "", resource_type)
        try:
            FAULT.check(verb, logical_id)
            result = work()
        except Exception as error:
            self.event(logical_id, f"{verb}_FAILED", f"{type(error).__name__}: {error}", resource_type)
            raise
        ref = result.ref if isinstance(result, Resource) else ""
        self.event(logical_id, f"{verb}_COMPLETE", "", resource_type, ref)
        return result

    def create(self, logical_id: str, resource_type: str, props: dict[str, Any]) -> None:
        ending = "".join(random.choices(string.ascii_letters + string.digits, k=12))
        # A secret's name is shorter in AWS too: outputs cut it at its hyphens.
        name = logical_id if resource_type == "AWS::SecretsManager::Secret" else f"{self.name}-{logical_id}"[:50]
        generated = f"{name}-{ending}" + (".fifo" if str(props.get("FifoQueue")).lower() == "true" else "")
        if resource_type == "AWS::S3::Bucket":
            generated = generated.lower()
        work = partial(resource_types.create, KINDS, resource_type, props, generated)
        self.resources[logical_id] = self.step("CREATE", logical_id, resource_type, work)

    def update(self, logical_id: str, props: dict[str, Any]) -> None:
        old = self.resources[logical_id]
        work = partial(resource_types.update, KINDS, old, props)
        self.resources[logical_id] = self.step("UPDATE", logical_id, old.type, work)

    def delete(self, logical_id: str, resource: Resource) -> None:
        self.step("DELETE", logical_id, resource.type, partial(resource_types.delete, KINDS, resource))

    def discard(self, logical_id: str, resource: Resource, policy: str) -> None:
        """Deletes, or leaves it in the account where the template says so."""
        if policy.startswith("Retain"):
            self.event(logical_id, "DELETE_SKIPPED", "", resource.type, resource.ref)
        else:
            self.delete(logical_id, resource)

    # The whole

    def deploy(self, template: Template, text: str, parameters: dict[str, str], tags: dict[str, str]) -> None:
        """Creates or updates; ends in a status, never with an exception."""
        verb = "CREATE" if self.status == "REVIEW_IN_PROGRESS" else "UPDATE"
        self.become(f"{verb}_IN_PROGRESS", "User Initiated")
        before = dict(self.resources)
        resolver = self.resolver(template, parameters)
        wanted = {
            name: resource for name, resource in template["Resources"].items()
            if "Condition" not in resource or resolver.condition(resource["Condition"])
        }  # fmt: skip
        replaced: list[tuple[str, Resource, str]] = []
        try:
            for name in in_order(wanted):
                self.bring_about(name, wanted[name], resolver, before.get(name), replaced)
            outputs = [
                {"OutputKey": key, "OutputValue": str(resolver.value(each["Value"])), "Description": each.get("Description", "")}
                for key, each in template.get("Outputs", {}).items()
                if "Condition" not in each or resolver.condition(each["Condition"])
            ]
        except Exception as error:
            failed = [e["LogicalResourceId"] for e in self.events if e["ResourceStatus"] in ("CREATE_FAILED", "UPDATE_FAILED")][:1]
            self.roll_back(verb, before, wanted, f"The following resource(s) failed to {verb.lower()}: {failed}. ({type(error).__name__})")
            return
        old = self.template
        self.template, self.template_text, self.parameters, self.tags, self.outputs = template, text, parameters, tags, outputs
        gone = [name for name in reversed(in_order(old.get("Resources", {}))) if name in before and name not in wanted]
        if gone or replaced:
            self.become(f"{verb}_COMPLETE_CLEANUP_IN_PROGRESS")
        for name, resource, policy in replaced:
            self.discard(name, resource, policy)
        for name in gone:
            self.discard(name, self.resources.pop(name), old["Resources"][name].get("DeletionPolicy", "Delete"))
        self.become(f"{verb}_COMPLETE")

    def bring_about(self, name: str, wanted: dict[str, Any], resolver: Resolver, old: Resource | None, replaced: list[Any]) -> None:
        """One resource as the template wants it: made, changed in place, replaced, or left alone."""
        try:
            props = resolver.value(wanted.get("Properties", {}))
        except KeyError as missing:
            self.event(name, "CREATE_FAILED" if old is None else "UPDATE_FAILED", f"Template error: there is no {missing}", wanted["Type"])
            raise
        if old is None:
            self.create(name, wanted["Type"], props)
            return
        # The name that was made up at the creation stands in no template.
        as_given = {key: value for key, value in old.props.items() if key in props or key != KINDS[old.type].name}
        if as_given == props:
            return
        if resource_types.needs_replacement(KINDS, old.type, as_given, props):
            self.create(name, wanted["Type"], props)
            replaced.append((name, old, wanted.get("UpdateReplacePolicy", "Delete")))
        else:
            self.update(name, props)

    def roll_back(self, verb: str, before: dict[str, Resource], wanted: dict[str, Any], reason: str) -> None:
        """Takes back what this operation did, the last step first."""
        prefix = "" if verb == "CREATE" else "UPDATE_"
        self.become(f"{prefix}ROLLBACK_IN_PROGRESS", reason)
        try:
            for name, resource in reversed(list(self.resources.items())):
                if name not in before:
                    # Made by this operation: only plain Retain keeps it.
                    self.discard(name, resource, "Retain" if wanted[name].get("DeletionPolicy") == "Retain" else "Delete")
                    del self.resources[name]
                elif resource.ref != before[name].ref:
                    self.delete(name, resource)
                    self.resources[name] = before[name]
                elif resource is not before[name]:
                    self.update_back(name, before[name])
            self.become(f"{prefix}ROLLBACK_COMPLETE")
        except Exception as error:
            self.become(f"{prefix}ROLLBACK_FAILED", str(error))

    def update_back(self, name: str, to: Resource) -> None:
        self.step("UPDATE", name, to.type, partial(resource_types.update, KINDS, to, to.props))
        self.resources[name] = to

    def remove(self) -> None:
        """Deletes the stack; what cannot be deleted leaves it in DELETE_FAILED."""
        self.become("DELETE_IN_PROGRESS", "User Initiated")
        failed = []
        for name, resource in reversed(list(self.resources.items())):
            try:
                self.discard(name, resource, self.template.get("Resources", {}).get(name, {}).get("DeletionPolicy", "Delete"))
                del self.resources[name]
            except Exception:
                failed.append(name)
        if failed:
            self.become("DELETE_FAILED", f"The following resource(s) failed to delete: {failed}.")
        else:
            self.become("DELETE_COMPLETE")
