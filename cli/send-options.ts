import { InvalidArgumentError } from "commander";

export type SendOptions = {
  number: string;
  to?: string;
  csv?: string;
  language?: string;
  set: Readonly<Record<string, string>>;
  campaign?: string;
  dryRun?: boolean;
  rate: number;
  limit?: number;
  wait: number | boolean;
  yes?: boolean;
};

export function keyValue(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError('Write key=value, for instance 1=Dana or header="https://…".');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

export const wholeNumber = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
  return value;
};

export function campaignId(text: string): string {
  if (!/^[\w.-]{1,60}$/.test(text))
    throw new InvalidArgumentError("Use 1 to 60 letters, digits, dots, hyphens and underscores.");
  return text;
}
