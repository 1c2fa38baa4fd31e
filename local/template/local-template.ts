import { isRecord } from "../../lib/domain/is-record.ts";
import { evaluated, type Names, TemplateProblem } from "./intrinsics.ts";
import { ACCOUNT, type Described, physical, type Running } from "./physical.ts";
import type { Resource, SynthesizedStack } from "./synthesized.ts";

export type LocalResource = {
  id: string;
  /** For errors: logical id and type. */
  where: string;
  ref(): string;
  arn(): string;
  /** Evaluated; throws TemplateProblem where that is not possible. */
  property(name: string): unknown;
  properties: Readonly<Record<string, unknown>>;
};

export type LocalTemplate = {
  stack: SynthesizedStack;
  /** All of a type, in the template's order. */
  resources(type: string): readonly LocalResource[];
  outputs(): Readonly<Record<string, string>>;
};

/** Local services replace AWS's. Nothing is evaluated before it is asked for. */
export function localTemplate(stack: SynthesizedStack, running: Running): LocalTemplate {
  const { Resources, Outputs = {} } = stack.template;
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": running.region,
    "AWS::StackId": `arn:aws:cloudformation:${running.region}:${ACCOUNT}:stack/${stack.name}/local`,
    "AWS::StackName": stack.name,
    "AWS::URLSuffix": "amazonaws.com",
  };

  const names: Names = {
    ref: (name, where) => pseudo[name] ?? physical(described(name, where), "Ref", where),
    attribute: (id, attribute, where) => physical(described(id, where), attribute, where),
  };

  function described(id: string, where: string): Described {
    const resource = Resources[id];
    if (!resource) throw new TemplateProblem(where, `refers to ${id}, which the template does not have`);
    const { property } = local(id, resource);
    return {
      id,
      type: resource.Type,
      // A function goes by the name of its folder, as in the logs.
      generatedName: codeOf(resource) ?? `${stack.name}-${id}`,
      property,
      running,
    };
  }

  function codeOf({ Properties = {} }: Resource): string | undefined {
    const code = Properties.Code;
    const key = isRecord(code) && "S3Key" in code ? String(code.S3Key) : undefined;
    return key === undefined ? undefined : stack.code[key];
  }

  function local(id: string, { Type, Properties = {}, Condition }: Resource): LocalResource {
    const where = `${id} (${Type})`;
    if (Condition !== undefined) throw new TemplateProblem(where, "conditions are not known here");
    return {
      id,
      where,
      ref: () => String(names.ref(id, where)),
      arn: () => String(names.attribute(id, "Arn", where)),
      property: (name) => evaluated(Properties[name], names, where),
      properties: Properties,
    };
  }

  return {
    stack,
    resources: (type) =>
      Object.entries(Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => local(id, resource)),
    outputs: () =>
      Object.fromEntries(
        Object.entries(Outputs).map(([name, { Value }]) => [
          name,
          String(evaluated(Value, names, `the output ${name}`)),
        ]),
      ),
  };
}
