import type { Provider } from "../../../lib/domain/inbound/inbound.ts";

/** The product does not know this provider: the types are widened once, here. */
export const ECHO = "echo" as Provider;

export type EchoSecret = { keys: readonly string[] };
