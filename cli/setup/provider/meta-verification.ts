import type { metaRegistration } from "../../../lib/providers/meta/tools/registration.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { SetupWorld } from "./provider-setup.ts";
import { failed } from "./register.ts";

export type Verified = {
  registration: ReturnType<typeof metaRegistration>;
  phoneNumberId: string;
  /** As Meta writes it, for people. */
  display: string;
  /** Of the settings: the code is sent in it. */
  language: string;
};

/** Meta's locales, where they differ from the language. */
const LOCALES: Record<string, string> = { en: "en_US", pt: "pt_BR", auto: "en_US" };

/**
 * Lets Meta send a code to the number, and asks for it until Meta accepts it. Throws CliProblem if the person
 * stops, or without a terminal.
 */
export async function verifyNumber(world: SetupWorld, about: Verified): Promise<void> {
  const { print, io } = world;
  print.line(`Meta has not verified yet that ${about.display} is yours. It sends a code to that number.`);
  if (!io.ask)
    throw new CliProblem(
      EXIT.failed,
      "The number must be verified with a code that Meta sends to it, and there is no terminal to enter it on.",
      ["Run setup once at a terminal, or verify the number in WhatsApp Manager > Phone numbers."],
    );
  await requestCode(world, about);
  for (;;) {
    const answer = (
      await ask(world, 'The code ("new" for another one, "stop" to go on later): ')
    ).toLowerCase();
    if (answer === "stop") throw stopped("The number is not verified yet.");
    if (answer === "new") {
      await requestCode(world, about);
      continue;
    }
    // Meta shows it in two groups.
    const code = answer.replace(/[\s-]/g, "");
    if (!/^\d{4,8}$/.test(code)) {
      print.line("  The code has digits only.");
      continue;
    }
    const done = await about.registration.verifyCode(about.phoneNumberId, code);
    if (done.kind === "found") {
      print.line("Meta has verified the number.");
      return;
    }
    print.line(
      done.kind === "refused"
        ? `  Meta does not accept this code (${done.code}). Only the newest one counts.`
        : `  Meta gave no answer (${done.code}). Enter it again.`,
    );
  }
}

async function requestCode(world: SetupWorld, about: Verified): Promise<void> {
  const { registration, phoneNumberId, language } = about;
  for (;;) {
    const answer = await ask(
      world,
      "Should the code come as a text message or by a call? (sms, call) [sms]: ",
    );
    if (/^stop$/i.test(answer)) throw stopped("The number is not verified yet.");
    const isCall = /^(call|voice)$/i.test(answer);
    if (!isCall && !/^(sms|)$/i.test(answer)) {
      world.print.line('  Write sms, call, or "stop" to go on later.');
      continue;
    }
    const sent = await registration.requestCode(
      phoneNumberId,
      isCall ? "VOICE" : "SMS",
      LOCALES[language] ?? language,
    );
    if (sent.kind === "found") {
      world.print.line(
        isCall ? "Meta is calling the number." : "Meta has sent it. It may take some minutes.",
      );
      return;
    }
    if (sent.kind === "refused" && sent.code !== "136024")
      throw failed("Meta sends no code", sent.code, "Verify the number in WhatsApp Manager > Phone numbers.");
    world.print.line(
      sent.kind === "refused"
        ? `  Meta sends no code now (${sent.code}): it was asked too often, or cannot reach the number this way. Try the other way, or "stop" and wait some hours.`
        : `  Meta gave no answer (${sent.code}).`,
    );
  }
}

const ask = async ({ io }: SetupWorld, question: string): Promise<string> =>
  ((await io.ask?.(question)) ?? "stop").trim();

export const stopped = (what: string) =>
  new CliProblem(EXIT.failed, what, ["Run setup again when you can go on: what is done is not repeated."]);
