"""CloudFormation's query API, as far as CDK and this project's command line use it."""

from __future__ import annotations

import threading
import urllib.parse
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from xml.sax.saxutils import escape

import botocore.session
from resource_types import account, client, region
from stacks import Stack
from templates import Template, read_template

MODEL = botocore.session.get_session().get_service_model("cloudformation")


class Refusal(Exception):
    def __init__(self, message: str, code: str = "ValidationError") -> None:
        super().__init__(message)
        self.code = code


@dataclass
class ChangeSet:
    name: str
    stack: Stack
    template: Template
    text: str
    parameters: dict[str, str]
    tags: dict[str, str]
    id: str = ""
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def __post_init__(self) -> None:
        self.id = f"arn:aws:cloudformation:{region()}:{account()}:changeSet/{self.name}/{uuid.uuid4()}"


Asked = dict[str, str]
STACKS: list[Stack] = []
CHANGE_SETS: list[ChangeSet] = []


def stack_of(asked: Asked) -> Stack:
    """By name one that is not deleted; by id any."""
    wanted = asked.get("StackName", "")
    for stack in reversed(STACKS):
        if stack.id == wanted or (stack.name == wanted and stack.status != "DELETE_COMPLETE"):
            return stack
    raise Refusal(f"Stack with id {wanted} does not exist")


def change_set_of(asked: Asked) -> ChangeSet:
    wanted = asked["ChangeSetName"]
    for each in reversed(CHANGE_SETS):
        if each.id == wanted or (each.name == wanted and asked.get("StackName") in (each.stack.name, each.stack.id)):
            return each
    raise Refusal(f"ChangeSet [{wanted}] does not exist", "ChangeSetNotFound")


def pairs(asked: Asked, name: str, key: str, value: str) -> dict[str, str]:
    found = {}
    for index in range(1, 1_000):
        start = f"{name}.member.{index}."
        if start + key not in asked:
            return found
        found[asked[start + key]] = asked.get(start + value, "")
    return found


def template_text(asked: Asked) -> str:
    if "TemplateBody" in asked:
        return asked["TemplateBody"]
    url = urllib.parse.urlparse(asked["TemplateURL"])
    # The bucket is the first part of the host, or of the path.
    path = url.path.lstrip("/")
    host = (url.hostname or "").split(".")
    bucket, key = path.split("/", 1) if host[0] in ("s3", "localhost", "127") else (host[0], path)
    return client("s3").get_object(Bucket=bucket, Key=urllib.parse.unquote(key))["Body"].read().decode()


def parameters_of(template: Template, given: dict[str, str], previous: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, each in template.get("Parameters", {}).items():
        value = str(given.get(name) or previous.get(name) or each.get("Default", ""))
        if each["Type"].startswith("AWS::SSM::Parameter::Value"):
            value = client("ssm").get_parameter(Name=each.get("Default", value))["Parameter"]["Value"]
        found[name] = value
    return found


def described(stack: Stack) -> dict[str, Any]:
    return {
        "StackId": stack.id, "StackName": stack.name, "CreationTime": stack.created, "StackStatus": stack.status,
        "StackStatusReason": stack.reason, "Outputs": stack.outputs, "EnableTerminationProtection": stack.protected,
        "Tags": [{"Key": key, "Value": value} for key, value in stack.tags.items()],
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in stack.parameters.items()],
    }  # fmt: skip


def describe_stacks(asked: Asked) -> dict[str, Any]:
    found = [stack_of(asked)] if "StackName" in asked else [each for each in STACKS if each.status != "DELETE_COMPLETE"]
    return {"Stacks": [described(stack) for stack in found]}


def create_change_set(asked: Asked) -> dict[str, Any]:
    text = template_text(asked)
    template = read_template(text)
    try:
        stack = stack_of(asked)
    except Refusal:
        stack = Stack(asked["StackName"], account(), region())
        stack.become("REVIEW_IN_PROGRESS", "User Initiated")
        STACKS.append(stack)
    if stack.status.endswith("IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS" or stack.status in ("ROLLBACK_COMPLETE", "DELETE_FAILED"):
        raise Refusal(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    parameters = parameters_of(template, pairs(asked, "Parameters", "ParameterKey", "ParameterValue"), stack.parameters)
    change_set = ChangeSet(asked["ChangeSetName"], stack, template, text, parameters, pairs(asked, "Tags", "Key", "Value"))
    CHANGE_SETS.append(change_set)
    return {"Id": change_set.id, "StackId": stack.id}


def describe_change_set(asked: Asked) -> dict[str, Any]:
    found = change_set_of(asked)
    names = set(found.template["Resources"]) | set(found.stack.resources)
    if found.text == found.stack.template_text:
        return {**summary(found), "Status": "FAILED", "StatusReason": "The submitted information didn't contain changes.", "Changes": []}
    changes = [{"Type": "Resource", "ResourceChange": {"LogicalResourceId": name, "Action": "Modify"}} for name in sorted(names)]
    return {**summary(found), "Status": "CREATE_COMPLETE", "Changes": changes}


def summary(found: ChangeSet) -> dict[str, Any]:
    return {
        "ChangeSetName": found.name, "ChangeSetId": found.id, "StackId": found.stack.id, "StackName": found.stack.name,
        "ExecutionStatus": "AVAILABLE", "CreationTime": found.created,
    }  # fmt: skip


def execute_change_set(asked: Asked) -> dict[str, Any]:
    found = change_set_of(asked)
    CHANGE_SETS.remove(found)
    work = (found.template, found.text, found.parameters, found.tags)
    threading.Thread(target=found.stack.deploy, args=work, daemon=True).start()
    return {}


def delete_change_set(asked: Asked) -> dict[str, Any]:
    try:
        CHANGE_SETS.remove(change_set_of(asked))
    except Refusal:
        pass
    return {}


def describe_stack_events(asked: Asked) -> dict[str, Any]:
    return {"StackEvents": list(stack_of(asked).events)}


def resources_of(asked: Asked) -> list[dict[str, Any]]:
    stack = stack_of(asked)
    return [
        {
            "LogicalResourceId": name, "PhysicalResourceId": each.ref, "ResourceType": each.type, "StackName": stack.name,
            "ResourceStatus": stack.statuses.get(name, "CREATE_COMPLETE"),
            "LastUpdatedTimestamp": stack.created, "Timestamp": stack.created,
        }
        for name, each in list(stack.resources.items())
    ]  # fmt: skip


def list_stack_resources(asked: Asked) -> dict[str, Any]:
    return {"StackResourceSummaries": resources_of(asked)}


def describe_stack_resources(asked: Asked) -> dict[str, Any]:
    return {"StackResources": resources_of(asked)}


def get_template(asked: Asked) -> dict[str, Any]:
    return {"TemplateBody": stack_of(asked).template_text}


def update_termination_protection(asked: Asked) -> dict[str, Any]:
    stack = stack_of(asked)
    stack.protected = asked["EnableTerminationProtection"].lower() == "true"
    return {"StackId": stack.id}


def delete_stack(asked: Asked) -> dict[str, Any]:
    try:
        stack = stack_of(asked)
    except Refusal:
        return {}
    if stack.protected:
        raise Refusal(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    threading.Thread(target=stack.remove, daemon=True).start()
    return {}


ACTIONS = {
    "".join(part.title() for part in action.__name__.split("_")): action
    for action in (
        describe_stacks, create_change_set, describe_change_set, execute_change_set, delete_change_set, describe_stack_events,
        list_stack_resources, describe_stack_resources, get_template, update_termination_protection, delete_stack,
    )
}  # fmt: skip


def to_xml(name: str, shape: Any, value: Any) -> str:
    if shape.type_name == "structure":
        inner = "".join(to_xml(key, shape.members[key], item) for key, item in value.items() if key in shape.members and item is not None)
    elif shape.type_name == "list":
        inner = "".join(to_xml("member", shape.member, item) for item in value)
    else:
        text = value.isoformat() if isinstance(value, datetime) else str(value).lower() if isinstance(value, bool) else str(value)
        inner = escape(text)
    return f"<{name}>{inner}</{name}>"


def answer(body: str) -> tuple[int, str]:
    """Status and XML for a call."""
    asked = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
    action = asked.get("Action", "")
    try:
        if action not in ACTIONS:
            raise Refusal(f"The emulator does not know {action}.", "InvalidAction")
        result = ACTIONS[action](asked)
    except Refusal as refusal:
        return 400, f"<ErrorResponse><Error><Type>Sender</Type><Code>{refusal.code}</Code><Message>{escape(str(refusal))}</Message></Error></ErrorResponse>"
    shape = MODEL.operation_model(action).output_shape
    inner = to_xml(f"{action}Result", shape, result) if shape else ""
    return 200, f"<{action}Response>{inner}<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata></{action}Response>"
