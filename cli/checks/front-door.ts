import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { type Finding, ok, problem, warning } from "../../lib/domain/health/finding.ts";
import { PROVIDERS, type Provider } from "../../lib/domain/inbound/inbound.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { SIGNING } from "../../lib/providers/signing.ts";
import {
  askChallenge,
  type Challenge,
  isAnswered,
  type Probe,
  type ProbeWorld,
  probeOf,
  type Reply,
} from "./probe.ts";

const PROBES = 5;
/** Meta's target for the median, and a limit that hardly any webhook may exceed. */
const TARGET_MS = 250;
const SLOW_MS = 1_000;
const MAX_SKEW_MS = MINUTE_MS;

const UNREACHABLE =
  "Is the stage deployed, and does its domain point to it? The output ApiUrl shows the address.";

async function challengeFinding(
  world: ProbeWorld,
  { whose, challenge, url, token }: { whose: string; challenge: Challenge; url: string; token: string },
): Promise<Finding> {
  const check = "webhook.challenge";
  const [right, wrong] = [
    await askChallenge(world, challenge, url, token),
    await askChallenge(world, challenge, url, `not-${world.newId()}`),
  ];
  if (!right) return problem(check, "Nothing answers at the webhook's URL.", UNREACHABLE);
  if (!isAnswered(challenge, right))
    return problem(
      check,
      `${whose}'s verification would fail: ${right.status} instead of the challenge.`,
      "Mostly the secret is not filled yet (see secret), or was filled less than five minutes ago.",
    );
  if (wrong?.status !== 403)
    return problem(check, `A wrong verify token is answered ${wrong?.status}.`, "Deploy this version again.");
  return ok(check, `${whose}'s verification is answered with the challenge, a wrong token with 403.`);
}

async function signatureFinding(
  check: string,
  probe: Probe,
): Promise<{ finding: Finding; replies: Reply[] }> {
  const replies: Reply[] = [];
  for (let count = 0; count < PROBES; count++) {
    const reply = await probe.send("right");
    if (!reply)
      return { finding: problem(check, "Nothing answers at the webhook's URL.", UNREACHABLE), replies };
    replies.push(reply);
    if (reply.status !== 200) break;
  }
  const last = replies.at(-1);
  if (last?.status !== 200)
    return {
      finding: problem(
        check,
        `A correctly signed webhook is answered ${last?.status}.`,
        last?.status === 403
          ? "The functions know another secret, or see another URL (publicUrl): changed less than five minutes ago? Else deploy again."
          : "See the webhook function's log: docs/runbook.md#webhookfailing",
      ),
      replies,
    };
  const refused = await probe.send("forged");
  const finding =
    refused?.status === 403
      ? ok(check, "A correctly signed webhook is accepted, a forged one refused.")
      : problem(
          check,
          `A forged signature is answered ${refused?.status}.`,
          "Take the number off this stage and deploy it again.",
        );
  return { finding, replies };
}

function latencyFinding(replies: readonly Reply[]): Finding {
  const check = "webhook.latency";
  const times = replies.map(({ milliseconds }) => Math.round(milliseconds));
  // The first request meets a cold start.
  const warm = times.slice(1).toSorted((one, other) => one - other);
  const median = warm[Math.floor(warm.length / 2)] ?? times[0] ?? 0;
  const evidence = `From here: first ${times[0] ?? 0} ms, then ${median} ms (median). Meta's target is ${TARGET_MS} ms.`;
  const fix =
    "Nearer to this machine it may be faster. Else: `capacity.webhookProvisioned` keeps an instance warm, and the runbook has more.";
  if (median > SLOW_MS) return problem(check, evidence, fix);
  return median > TARGET_MS || (times[0] ?? 0) > 3 * SLOW_MS
    ? warning(check, evidence, fix)
    : ok(check, evidence);
}

function clockFinding(replies: readonly Reply[]): Finding[] {
  const skew = replies.find(({ date }) => date !== undefined)?.date;
  if (skew === undefined) return [];
  const evidence = `This machine's clock and the API's differ by ${Math.round(Math.abs(skew) / 1_000)} s.`;
  return Math.abs(skew) > MAX_SKEW_MS
    ? [
        warning(
          "clock",
          evidence,
          "Set this machine's clock: AWS refuses signatures that are five minutes off.",
        ),
      ]
    : [ok("clock", evidence)];
}

/** `urls`: as registered at the providers. */
export async function checkFrontDoor(
  io: ProbeWorld,
  urls: Readonly<Record<Provider, string>>,
  secrets: Pick<Secrets, Provider | "identityKey">,
): Promise<Finding[]> {
  const world = { ...io, identityKey: secrets.identityKey };
  const challenged: Finding[] = [];
  const signed: Finding[] = [];
  const replies: Reply[] = [];
  for (const provider of PROVIDERS) {
    const { challenge } = SIGNING[provider];
    const [url, whose, token] = [urls[provider], PROFILES[provider].displayName, challenge?.tokenOf(secrets)];
    if (challenge && token !== undefined)
      challenged.push(await challengeFinding(world, { whose, challenge, url, token }));
    const probe = probeOf(world, provider, url, secrets);
    if (!probe) continue;
    const done = await signatureFinding(`webhook.${provider}-signature`, probe);
    signed.push(done.finding);
    replies.push(...done.replies);
  }
  const whole = replies.length > 0 ? [latencyFinding(replies), ...clockFinding(replies)] : [];
  return [...challenged, ...signed, ...whole];
}
