import { PROBE_HEADER, signProbe } from "../../lib/adapters/identity/probe-signature.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import type { ProviderSigning } from "../../lib/providers/provider-signing.ts";
import { SIGNING } from "../../lib/providers/signing.ts";
import type { Io } from "../io.ts";

export type ProbeWorld = Pick<Io, "fetch" | "clock" | "newId"> & {
  /** It is in the stage's secret. Refused requests with this mark trigger no alarm. */
  identityKey?: string | undefined;
};
export type Reply = { status: number; text: string; milliseconds: number; date?: number };

const TIMEOUT_MS = 12_000;

type Request = { method: "GET" | "POST"; body?: string; headers?: Record<string, string> };

async function call(
  { fetch, clock, identityKey }: ProbeWorld,
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

export type Challenge = NonNullable<ProviderSigning["challenge"]>;

export const askChallenge = (world: ProbeWorld, challenge: Challenge, url: string, token: string) =>
  call(world, challenge.urlAt(url, token), { method: "GET" });

export const isAnswered = ({ answer }: Challenge, reply: Reply | undefined) =>
  reply?.status === 200 && reply.text === answer;

/** Whether the provider's verification would succeed now. */
export async function challengeIsAnswered(
  world: ProbeWorld,
  provider: Provider,
  url: string,
  secrets: Partial<Secrets>,
): Promise<boolean> {
  const { challenge } = SIGNING[provider];
  const token = challenge?.tokenOf(secrets);
  if (!challenge || token === undefined) return true;
  return isAnswered(challenge, await askChallenge(world, challenge, url, token));
}

/** "forged": a wrong signature. */
export type Probe = { send(signature: "right" | "forged"): Promise<Reply | undefined> };

/** Does nothing. `undefined` if the secret lacks the provider. */
export function probeOf(
  world: ProbeWorld,
  provider: Provider,
  registered: string,
  secrets: Partial<Secrets>,
): Probe | undefined {
  const { keyOf, probeAt, sign, forged, header, contentType } = SIGNING[provider];
  const key = keyOf(secrets);
  if (!key) return undefined;
  const { url, body } = probeAt(registered);
  const right = sign(Buffer.from(body), url, key);
  return {
    send: (signature) =>
      call(world, url, {
        method: "POST",
        body,
        headers: {
          "content-type": contentType,
          [header.toLowerCase()]: signature === "right" ? right : forged,
        },
      }),
  };
}

/** Whether a correctly signed webhook would be accepted now. */
export async function signedIsTaken(
  world: ProbeWorld,
  provider: Provider,
  url: string,
  secrets: Partial<Secrets>,
): Promise<boolean> {
  const probe = probeOf(world, provider, url, secrets);
  return probe === undefined || (await probe.send("right"))?.status === 200;
}
