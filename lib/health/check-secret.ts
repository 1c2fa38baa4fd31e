import { signerWith } from "../adapters/crm/lead-webhook.ts";
import { parseSecrets, requireProviders, type Secrets } from "../config/secrets/secrets.ts";
import { needsMediaKey } from "../config/settings/media-settings.ts";
import { ConfigurationError } from "../config/settings/problems.ts";
import type { Settings } from "../config/settings/settings.ts";
import { type Finding, ok, problem, warning } from "../domain/health/finding.ts";

/** `undefined`: it is not there. */
export type StageSecret = { settings: Settings; secret: { read(): Promise<{ text: string } | undefined> } };

const FILL = "`npm run wa -- setup` fills it, or `npm run wa -- secrets set NAME`.";

/** Until the secret is complete, every webhook is refused. */
export async function checkSecret(stage: StageSecret): Promise<{ findings: Finding[]; secrets?: Secrets }> {
  const check = "secret";
  const { settings } = stage;
  const found = await stage.secret.read();
  if (!found) return { findings: [problem(check, "The secret is not there.", "Deploy the stage again.")] };
  try {
    const secrets = parseSecrets(found.text);
    requireProviders(secrets, new Set(settings.numbers.map(({ provider }) => provider)));
    return {
      findings: [ok(check, "The secret holds what the numbers need."), ...extras(settings, secrets)],
      secrets,
    };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return {
      findings: error.problems.map((each) =>
        problem(check, `${each}. Every webhook is refused until then.`, FILL),
      ),
    };
  }
}

function extras(settings: Settings, { actions, leads, media }: Secrets): Finding[] {
  const findings: Finding[] = [];
  if (settings.leads.webhook && !leads)
    findings.push(
      problem(
        "secret.leads",
        "leads.webhook is set, but there is no secret to sign with.",
        "`npm run wa -- secrets rotate leads.webhookSecrets --generate`",
      ),
    );
  if (leads?.webhookSecrets.some((secret) => !signerWith(secret)))
    findings.push(
      problem(
        "secret.leads",
        "A secret in leads.webhookSecrets cannot sign: it is not whsec_ and base64.",
        "`npm run wa -- secrets set leads.webhookSecrets --generate`, and give the new one to your CRM.",
      ),
    );
  if (needsMediaKey(settings.media) && !media)
    findings.push(
      problem(
        "secret.media",
        'media.engine is "openai", but there is no key for it: no voice note, photo or document is understood.',
        "`npm run wa -- secrets set media.apiKey`",
      ),
    );
  if (!actions)
    findings.push(
      warning(
        "secret.actions",
        "There is no token for the agent's actions: the agent cannot ask for a person or pass a lead on.",
        "`npm run wa -- secrets rotate actions.tokens --generate`, then docs/agent-actions.md",
      ),
    );
  return findings;
}
