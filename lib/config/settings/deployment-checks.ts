import type { Settings } from "./settings.ts";

export type Problem = { path: (string | number)[]; message: string };

export function deploymentProblems({ capacity, domain }: Pick<Settings, "capacity" | "domain">): Problem[] {
  const { webhookProvisioned, webhookReserved } = capacity;
  const zone = domain?.hostedZone?.name;
  return [
    ...(webhookProvisioned && webhookReserved && webhookProvisioned > webhookReserved
      ? [
          {
            path: ["capacity", "webhookProvisioned"],
            message: "must not be more than capacity.webhookReserved",
          },
        ]
      : []),
    ...(domain && zone && domain.name !== zone && !domain.name.endsWith(`.${zone}`)
      ? [{ path: ["domain", "hostedZone", "name"], message: "is not a zone that domain.name lies in" }]
      : []),
  ];
}
