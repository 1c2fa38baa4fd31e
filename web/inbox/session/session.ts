import { signal } from "@preact/signals";
import { ResponseBodyError } from "oauth4webapi";
import type { InboxPageConfig } from "../../../lib/inbox-api/page-config.ts";
import { completeSignIn, goToSignIn, isReturn, renew, revoke, signOutUrl, type Tokens } from "./oauth.ts";

type Session =
  /** `leaving`: on the way to the sign-in page, which then forgets its own session. */
  | { state: "starting" | "in" | "leaving" }
  /** `why`: shown on the page. */
  | { state: "out"; why: string }
  /** Signed in, but not on the staff. */
  | { state: "foreign" };

export const session = signal<Session>({ state: "starting" });

let config: InboxPageConfig | undefined;
let tokens: Tokens | undefined;
let renewing: Promise<boolean> | undefined;

/** To the other tabs of this browser. Only the word goes through it. */
let tabs: BroadcastChannel | undefined;
const SIGNED_OUT = "signed-out";
/** In sessionStorage until the page is back, so that it does not sign in again at once. */
const JUST_OUT = "inbox.signed-out";
/** Renewed that long before the end. */
const EARLY_MS = 30_000;

function end(why: string): void {
  tokens = undefined;
  session.value = { state: "out", why };
}

async function readConfig(): Promise<InboxPageConfig> {
  const response = await fetch("/inbox/config.json", { signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return response.json();
}

/** Signs in, or comes back from it. */
export async function begin(): Promise<void> {
  tabs = new BroadcastChannel("inbox");
  tabs.onmessage = ({ data }) => {
    if (data !== SIGNED_OUT || !config || !tokens) return;
    void revoke(config, tokens);
    end("You signed out in another tab.");
  };
  const wasOut = sessionStorage.getItem(JUST_OUT) !== null;
  sessionStorage.removeItem(JUST_OUT);
  try {
    config = await readConfig();
    if (isReturn()) {
      tokens = await completeSignIn(config);
      session.value = { state: "in" };
    } else if (wasOut) end("You are signed out.");
    else await goToSignIn(config);
  } catch {
    end("Signing in did not work. Please try again.");
  }
}

/** Leaves for the sign-in page. */
export async function signIn(): Promise<void> {
  try {
    config ??= await readConfig();
    await goToSignIn(config);
  } catch {
    end("The sign-in page cannot be reached. Please try again in a minute.");
  }
}

export async function signOut(): Promise<void> {
  if (!config) return;
  if (tokens) await revoke(config, tokens);
  tabs?.postMessage(SIGNED_OUT);
  tokens = undefined;
  session.value = { state: "leaving" };
  sessionStorage.setItem(JUST_OUT, "1");
  // Where the browser has kept this page for its "Back".
  addEventListener("pageshow", () => end("You are signed out."), { once: true });
  location.assign(signOutUrl(config));
}

async function renewOnce(): Promise<boolean> {
  if (!config || !tokens) return false;
  try {
    tokens = await renew(config, tokens);
    return true;
  } catch (error) {
    // Any other failure is the network's: the tokens may still be good later.
    if (error instanceof ResponseBodyError) end("Your session has ended. Please sign in again.");
    return false;
  }
}

/**
 * Gets new tokens in place of the access token `used`, if nobody has yet. Callers at the same time share one
 * renewal, because each refresh token works once.
 */
export async function renewTokens(used: string): Promise<boolean> {
  if (tokens && tokens.access !== used) return true;
  renewing ??= renewOnce().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

/** A token for the API, renewed before it ends. `undefined`: not signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (tokens && tokens.expiresAt - Date.now() < EARLY_MS && tokens.refresh !== undefined)
    await renewTokens(tokens.access);
  return tokens?.access;
}

/** The API does not accept the caller, with a token that was just renewed. */
export const refuse = (): void => end("Your session has ended. Please sign in again.");

export function notStaff(): void {
  session.value = { state: "foreign" };
}
