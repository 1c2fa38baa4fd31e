import { PROVIDERS } from "../../lib/domain/inbound/inbound.ts";
import { shortestQuietSeconds } from "../../lib/domain/turn/quiet.ts";
import type { Answer, ServiceRequest } from "../http/service.ts";
import { AT_ONCE } from "../sign-in/sign-in-pages.ts";
import { actsWith } from "./acts/acts.ts";
import { customerActs } from "./acts/customer-acts.ts";
import { customerFileAnswer } from "./acts/customer-file-answer.ts";
import { Board } from "./board.ts";
import { eventStream } from "./events.ts";
import { breakable } from "./faults/faults.ts";
import { keepIn } from "./keep.ts";
import type { PageParts } from "./parts.ts";
import { foreignMessage } from "./people/foreign.ts";
import { identityOf } from "./people/identity.ts";
import { introduceWith } from "./people/introduce.ts";
import { numbersOf } from "./people/numbers.ts";
import { People } from "./people/people.ts";
import type { PageInbox, Snapshot } from "./protocol/protocol.ts";
import { repairWith } from "./repair.ts";
import { tellOfRest } from "./rest.ts";
import { pageServer } from "./server.ts";
import { showBubblesWith } from "./watch/bubbles.ts";
import { Costs } from "./watch/costs.ts";
import { followTable } from "./watch/follow.ts";
import { tableView } from "./watch/lookup.ts";
import { Recording } from "./watch/recording.ts";
import { turnsOn } from "./watch/turns.ts";
import { watchCalls } from "./watch/watch-calls.ts";
import { watchDeadLetters } from "./watch/watch-dead-letters.ts";
import { watchLogs } from "./watch/watch-logs.ts";
import { watchStaff } from "./watch/watch-staff.ts";
import { watchTroubles } from "./watch/watch-troubles.ts";
import { watchWebhooks } from "./watch/watch-webhooks.ts";

export type Page = { handle(request: ServiceRequest): Promise<Answer>; stop(): Promise<void> };

const inboxOf = ({ url, staff }: PageParts["cognito"]): PageInbox => ({
  signIn: `${url}${AT_ONCE}`,
  staff: staff.members.map(({ user, name = user, groups }) => ({
    user,
    name,
    isAdmin: groups.includes("admin"),
  })),
});

export function startPage(parts: PageParts): Page {
  const { clock, settings, secrets, fakes, hooks, cognito } = parts;
  const { now } = clock;
  const board = new Board(now);
  const people = new People((customer) => board.tell({ kind: "customer", customer }));
  const numbers = numbersOf(settings, fakes.meta.numbers);
  const identity = identityOf({ people, numbers, settings, identityKey: () => secrets().identityKey });
  const turns = turnsOn(board);
  const recording = new Recording(now);
  const costs = new Costs();
  const view = tableView(parts);
  const heldBackSeconds = shortestQuietSeconds(settings.turns);
  const follow = followTable({ board, view, turns, costs, clock, heldBackSeconds });
  const troubles = watchTroubles(board, parts.url);
  const repair = repairWith({ ...parts, board, follow, lookForTroubles: troubles.look });
  const faults = breakable({ ...parts, board, turns, recording, repair });

  const showBubble = showBubblesWith({ board, numbers, people, turns });
  const keep = parts.stateDir === undefined ? undefined : keepIn(parts.stateDir, fakes, people);
  for (const provider of PROVIDERS) {
    const { phone } = fakes[provider];
    for (const message of phone.messages) showBubble(provider, message);
    phone.onChange((message) => {
      showBubble(provider, message);
      keep?.changed();
    });
  }

  const introduce = introduceWith({ fakes, numbers, identity, board });
  for (const customer of people.all) introduce(customer);

  const observed = { board, people, numbers, identity, turns, follow, costs, recording };
  const webhooks = watchWebhooks({
    ...observed,
    showForeign: (message) => foreignMessage(fakes, message, now()),
  });
  const staff = watchStaff(observed);
  const watch = {
    front: (request: ServiceRequest) => webhooks(request) ?? staff(request),
    ...watchCalls({ ...observed, dialect: settings.chatsby.dialect }),
  };
  hooks.watch = (system, request) => watch[system](request);
  hooks.hold = faults.hold;
  hooks.log = watchLogs(observed);
  hooks.mail = ({ subject, message: text }) => board.report({ kind: "mail", subject, text });
  hooks.event = ({ type, detail }) => board.report({ kind: "event", type, detail: JSON.stringify(detail) });
  clock.onMove(() => board.tell({ kind: "clock", now: now(), offset: clock.offset }));

  const stopCounting = watchDeadLetters(board, parts.deadLetters, () => faults.state().workerFails);

  const { apiUrl } = settings.chatsby;
  const snapshot = (): Snapshot => ({
    now: now(),
    offset: clock.offset,
    numbers: numbers.all.map(({ address: _, ...number }) => number),
    customers: people.all,
    ...board.snapshot(),
    faults: faults.state(),
    agent: { kind: apiUrl === fakes.chatsby.url ? "built-in" : "own", url: apiUrl },
    ...(settings.inbox.enabled && { inbox: inboxOf(cognito) }),
  });
  const asCustomer = customerActs({ fakes, people, numbers, settled: faults.settled });
  const events = eventStream(snapshot);
  board.listen(events.send);
  tellOfRest(board, parts.workerDone);

  return {
    handle: pageServer({
      events: events.open,
      act: actsWith({
        ...observed,
        fakes,
        clock,
        faults,
        onAdded: introduce,
        asCustomer,
      }),
      asCustomer,
      customerFile: (id, range) => customerFileAnswer(fakes, id, range),
      session: () => recording.file(board, numbers),
    }),
    async stop() {
      faults.stop();
      keep?.stop();
      await Promise.all([stopCounting(), troubles.stop()]);
      await follow.stop();
      view.stop();
    },
  };
}
