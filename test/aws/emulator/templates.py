"""Reads CloudFormation templates: YAML with its short tags or JSON, parameters, conditions and intrinsic functions."""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Iterator

import yaml

Template = dict[str, Any]

# Stands for AWS::NoValue: what holds it is left out.
NO_VALUE = object()


class TemplateLoader(yaml.SafeLoader):
    """YAML in which `!Sub x` is `{"Fn::Sub": x}` and dates stay text."""


def _short_tag(loader: TemplateLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


TemplateLoader.add_multi_constructor("!", _short_tag)
TemplateLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def read_template(text: str) -> Template:
    return json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, TemplateLoader)


def references(value: Any) -> Iterator[str]:
    """Yields each name that a part of a template refers to: resources, parameters, pseudo parameters."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref":
                yield item
            elif key == "Fn::GetAtt":
                yield item[0]
            elif key == "Fn::Sub":
                text = item if isinstance(item, str) else item[0]
                yield from (found.split(".")[0] for found in re.findall(r"\$\{([^!}]+)\}", text))
            yield from references(item)


def in_order(resources: dict[str, Any]) -> list[str]:
    """Logical ids, each after those that it refers to or depends on."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in ordered:
            return
        depends = resources[name].get("DependsOn", [])
        for other in [*references(resources[name]), *([depends] if isinstance(depends, str) else depends)]:
            if other in resources and other != name:
                visit(other)
        ordered.append(name)

    for each in resources:
        visit(each)
    return ordered


class Resolver:
    """Replaces intrinsic functions by their values. `ref` and `attribute` answer for resources."""

    def __init__(
        self,
        template: Template,
        parameters: dict[str, str],
        ref: Callable[[str], str],
        attribute: Callable[[str, str], Any],
    ) -> None:
        self.template, self.parameters, self.ref, self.attribute = template, parameters, ref, attribute

    def condition(self, name: str) -> bool:
        return bool(self.value(self.template["Conditions"][name]))

    def value(self, part: Any) -> Any:
        if isinstance(part, list):
            return [found for found in map(self.value, part) if found is not NO_VALUE]
        if not isinstance(part, dict):
            return part
        if len(part) == 1:
            [(name, argument)] = part.items()
            if name == "Ref":
                return self._ref(argument)
            if name == "Condition" and isinstance(argument, str):
                return self.condition(argument)
            if name.startswith("Fn::"):
                return getattr(self, f"_{name[4:].lower()}")(argument)
        found = {key: self.value(item) for key, item in part.items()}
        return {key: item for key, item in found.items() if item is not NO_VALUE}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self.parameters[name] if name in self.parameters else self.ref(name)

    def _getatt(self, argument: Any) -> Any:
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self.attribute(name, self.value(attribute))

    def _join(self, argument: Any) -> str:
        return argument[0].join(str(each) for each in self.value(argument[1]))

    def _split(self, argument: Any) -> list[str]:
        return self.value(argument[1]).split(argument[0])

    def _select(self, argument: Any) -> Any:
        return self.value(argument[1])[int(argument[0])]

    def _sub(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        values = {key: self.value(item) for key, item in own.items()}

        def replaced(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in values:
                return str(values[name])
            return str(self._getatt(name) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^!}]+)\}", replaced, text)

    def _if(self, argument: Any) -> Any:
        return self.value(argument[1 if self.condition(argument[0]) else 2])

    def _equals(self, argument: Any) -> bool:
        one, other = self.value(argument)
        return str(one) == str(other)

    def _not(self, argument: Any) -> bool:
        return not self.value(argument[0])

    def _and(self, argument: Any) -> bool:
        return all(self.value(argument))

    def _or(self, argument: Any) -> bool:
        return any(self.value(argument))
