import { randomInt } from "node:crypto";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { DAY_MS } from "../../../lib/domain/time.ts";
import type { MovableClock } from "../../clock.ts";
import type { Fakes } from "../../fakes.ts";
import type { Breakable } from "../faults/faults.ts";
import type { People } from "../people/people.ts";
import type { PageCustomer } from "../protocol/protocol.ts";
import type { Act, Acted } from "../protocol/protocol-acts.ts";
import type { CustomerAct } from "./customer-acts.ts";

type Parts = {
  fakes: Fakes;
  clock: MovableClock;
  people: People;
  faults: Breakable;
  asCustomer(act: CustomerAct): Promise<Acted>;
  onAdded(customer: PageCustomer): void;
};

const MAX_AHEAD_MS = 400 * DAY_MS;

export function actsWith({ fakes, clock, people, faults, asCustomer, onAdded }: Parts) {
  function addCustomer({ name, phone, country = "US" }: Extract<Act, { do: "add-customer" }>): Acted {
    if (phone !== undefined && people.find(phone))
      return { ok: false, problem: "There is a customer with that phone already." };
    const userId = `${country}.${randomInt(10 ** 9, 10 ** 12)}${randomInt(10 ** 9, 10 ** 12)}`;
    const added = people.meet({ name, userId, ...omitUndefined({ phone }) });
    onAdded(added);
    return { ok: true, customer: added.id };
  }

  function readReceipts({ customer, on }: Extract<Act, { do: "read-receipts" }>): Acted {
    if (!people.find(customer)) return { ok: false, problem: "There is no such customer: add one first." };
    for (const { unread } of [fakes.meta, fakes.twilio]) {
      if (on) unread.delete(customer);
      else unread.add(customer);
    }
    people.change(customer, on);
    return { ok: true };
  }

  async function advance(milliseconds: number): Promise<Acted> {
    if (clock.offset + milliseconds > MAX_AHEAD_MS)
      return { ok: false, problem: "The clock is 400 days ahead already: begin with a fresh stack." };
    await clock.move(milliseconds);
    return { ok: true };
  }

  return async (act: Act): Promise<Acted> => {
    switch (act.do) {
      case "say":
      case "send":
      case "tap":
      case "react":
      case "preference":
      case "echo":
        return asCustomer(act);
      case "read-receipts":
        return readReceipts(act);
      case "add-customer":
        return addCustomer(act);
      case "fault":
        return faults.play(act.fault);
      case "clear-faults":
        return faults.clear();
      case "advance-clock":
        return advance(act.milliseconds);
    }
  };
}
