import type { Fakes } from "../../fakes.ts";
import type { Board } from "../board.ts";
import type { PageCustomer } from "../protocol/protocol.ts";
import type { Identity } from "./identity.ts";
import type { Numbers } from "./numbers.ts";
import { asSimulated } from "./people.ts";

type Parts = { fakes: Fakes; numbers: Numbers; identity: Identity; board: Board };

/** So that what the business sends reaches this phone, and is explained, also before the customer has written. */
export const introduceWith =
  ({ fakes, numbers, identity, board }: Parts) =>
  (customer: PageCustomer): void => {
    fakes.meta.meet(asSimulated(customer));
    fakes.twilio.meet(asSimulated(customer));
    for (const { name: number } of numbers.all) {
      const chat = { customer: customer.id, number };
      for (const conversation of identity.conversations(chat)) board.place(conversation, chat);
    }
  };
