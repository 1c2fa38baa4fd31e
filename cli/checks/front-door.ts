import { PROBE_HEADER, signProbe } from "../../lib/adapters/identity/probe-signature.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { signMetaBody } from "../../lib/providers/meta/signature.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/signature.ts";
import type { Io } from "../io.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

type World = Pick<Io, "fetch" | "clock" | "newId"> & {
  /** From the stage's secret. Refused requests with this mark trigger no alarm. */
  identityKey?: string | undefined;
};
type Reply = { status: number; text: string; milliseconds: number; date?: number };

const TIMEOUT_MS = 12_000;
const PROBES = 5;
/** Meta's target for the median, and a limit that hardly any webhook may exceed. */
const TARGET_MS = 250;
const SLOW_MS = 1_000;
const MAX_SKEW_MS = MINUTE_MS;

type Request = { method: "GET" | "POST"; body?: string; headers?: Record<string, string> };

async function call(
  { fetch, clock, identityKey }: World,
  url: string,
  { headers, ...init }: Request,
): Promise<Reply | undefined> {
  const startedAt = performance.now();
  const path = URL.parse(url)?.pathname ?? "";
  const mark = identityKey
    ? { [PROBE_HEADER]: signProbe(identityKey, `${init.method} ${path}`, clock.now()) }
    : {};
  try {
    const response = await fetch(url, {
      ...init,
      headers: { ...headers, ...mark },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const date = Date.parse(response.headers.get("date") ?? "");
    return {
      status: response.status,
      text,
      milliseconds: performance.now() - startedAt,
      ...(!Number.isNaN(date) && { date: date - clock.now() }),
    };
  } catch {
    // The finding says that nothing responded.
    return undefined;
  }
}

const UNREACHABLE =
  "Is the stage deployed, and does its domain point to it? The output ApiUrl shows the address.";

const CHALLENGE = "1158201444";

const askChallenge = (world: World, url: string, token: string) =>
  call(
    world,
    `${url}?${new URLSearchParams({ "hub.mode": "subscribe", "hub.challenge": CHALLENGE, "hub.verify_token": token })}`,
    {
      method: "GET",
    },
  );

/** Whether Meta's verification would succeed now. */
export async function challengeIsAnswered(world: World, url: string, verifyToken: string): Promise<boolean> {
  const reply = await askChallenge(world, url, verifyToken);
  return reply?.status === 200 && reply.text === CHALLENGE;
}

async function challengeFinding(world: World, url: string, verifyToken: string): Promise<Finding> {
  const check = "webhook.challenge";
  const [right, wrong] = [
    await askChallenge(world, url, verifyToken),
    await askChallenge(world, url, `not-${world.newId()}`),
  ];
  if (!right) return problem(check, "Nothing answers at the webhook's URL.", UNREACHABLE);
  if (right.status !== 200 || right.text !== CHALLENGE)
    return problem(
      check,
      `Meta's verification would fail: ${right.status} instead of the challenge.`,
      "Mostly the secret is not filled yet (see secret), or was filled less than five minutes ago.",
    );
  if (wrong?.status !== 403)
    return problem(check, `A wrong verify token is answered ${wrong?.status}.`, "Deploy this version again.");
  return ok(check, "Meta's verification is answered with the challenge, a wrong token with 403.");
}

type Signed = { url: string; body: string; headers: Record<string, string>; forged: Record<string, string> };

function metaProbe(url: string, secret: string): Signed {
  // An empty event: the webhook accepts it, and nobody gets a reply.
  const body = JSON.stringify({ object: "whatsapp_business_account", entry: [] });
  const headers = (value: string) => ({ "content-type": "application/json", "x-hub-signature-256": value });
  return {
    url,
    body,
    headers: headers(signMetaBody(Buffer.from(body), secret)),
    forged: headers(`sha256=${"0".repeat(64)}`),
  };
}

function twilioProbe(url: string, token: string): Signed {
  const params: [string, string][] = [["EventType", "DOCTOR"]];
  const headers = (value: string) => ({
    "content-type": "application/x-www-form-urlencoded",
    "x-twilio-signature": value,
  });
  return {
    url,
    body: new URLSearchParams(params).toString(),
    headers: headers(signTwilioRequest(url, params, token)),
    forged: headers("AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
  };
}

/** Whether a correctly signed webhook would be accepted now. `urls`: as registered at the providers. */
export async function signedIsTaken(
  world: World,
  urls: { meta?: string; twilio?: string },
  { meta, twilio }: Partial<Pick<Secrets, "meta" | "twilio">>,
): Promise<boolean> {
  const probes = [
    ...(urls.meta && meta?.appSecrets[0] ? [metaProbe(urls.meta, meta.appSecrets[0])] : []),
    ...(urls.twilio && twilio?.authTokens[0]
      ? [twilioProbe(statusUrl(urls.twilio), twilio.authTokens[0])]
      : []),
  ];
  const replies = await Promise.all(
    probes.map(({ url, body, headers }) => call(world, url, { method: "POST", body, headers })),
  );
  return replies.every((reply) => reply?.status === 200);
}

/** Of Twilio's status callbacks. The part after # is for Twilio only. */
export const statusUrl = (twilio: string) => `${twilio.split("#")[0]}/status`;

async function signatureFinding(
  world: World,
  check: string,
  probe: Signed,
): Promise<{ finding: Finding; replies: Reply[] }> {
  const { url, body, headers, forged } = probe;
  const replies: Reply[] = [];
  for (let count = 0; count < PROBES; count++) {
    const reply = await call(world, url, { method: "POST", body, headers });
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
  const refused = await call(world, url, { method: "POST", body, headers: forged });
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

/** As the providers do. `urls`: as registered there. */
export async function checkFrontDoor(
  io: World,
  urls: { meta: string; status: string },
  secrets: Pick<Secrets, "meta" | "twilio" | "identityKey">,
): Promise<Finding[]> {
  const world = { ...io, identityKey: secrets.identityKey };
  const findings: Finding[] = [];
  const replies: Reply[] = [];
  const { meta, twilio } = secrets;
  if (meta) findings.push(await challengeFinding(world, urls.meta, meta.verifyToken));
  const probes: [string, Signed][] = [
    ...(meta?.appSecrets[0]
      ? [["webhook.meta-signature", metaProbe(urls.meta, meta.appSecrets[0])] as [string, Signed]]
      : []),
    ...(twilio?.authTokens[0]
      ? [["webhook.twilio-signature", twilioProbe(urls.status, twilio.authTokens[0])] as [string, Signed]]
      : []),
  ];
  for (const [check, probe] of probes) {
    const done = await signatureFinding(world, check, probe);
    findings.push(done.finding);
    replies.push(...done.replies);
  }
  if (replies.length > 0) findings.push(latencyFinding(replies), ...clockFinding(replies));
  return findings;
}
