import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";
import { localTemplate } from "../../../local/template/local-template.ts";
import { synthesizedStack } from "../../../local/template/synthesize.ts";
import type { Resource, SynthesizedStack } from "../../../local/template/synthesized.ts";

export const stackWith = (change: Partial<SettingsFile> = {}): Promise<SynthesizedStack> =>
  synthesizedStack(completeSettings({ ...DEMO_SETTINGS, ...change }, "the settings"));

/** On a machine whose queues all exist. */
export const readTemplate = (stack: SynthesizedStack) =>
  localTemplate(stack, {
    region: "us-east-1",
    apiUrl: () => "http://localhost:4000",
    signInUrl: () => "http://localhost:4001",
    queue: (id) => ({ name: id, url: `http://sqs/${id}`, arn: `arn:aws:sqs:us-east-1:000000000000:${id}` }),
  });

/** After a change of infra: these resources are added, or replace others. */
export const changed = (stack: SynthesizedStack, resources: Record<string, Resource>): SynthesizedStack => ({
  ...stack,
  template: { ...stack.template, Resources: { ...stack.template.Resources, ...resources } },
});

/** The only resource of a type whose logical id begins like that. */
export function found(stack: SynthesizedStack, type: string, start = ""): { id: string; resource: Resource } {
  const [one, ...others] = Object.entries(stack.template.Resources).filter(
    ([id, { Type }]) => Type === type && id.startsWith(start),
  );
  if (!one || others.length > 0) throw new Error(`not one ${type} ${start}`);
  return { id: one[0], resource: one[1] };
}
