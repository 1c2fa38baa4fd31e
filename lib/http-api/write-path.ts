import type { Operation } from "./operation.ts";

/** Under `/conversations/`. */
export function writePath(
  { path }: Pick<Operation, "path">,
  params: Readonly<Record<string, string | undefined>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const query = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || path.includes(`{${name}}`) ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return query.length > 0 ? `${filled}?${query.join("&")}` : filled;
}
