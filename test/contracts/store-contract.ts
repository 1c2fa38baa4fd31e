import { activityContract } from "./activity-contract.ts";
import { campaignsContract } from "./campaigns-contract.ts";
import { contactsContract } from "./contacts-contract.ts";
import { controlsContract } from "./controls-contract.ts";
import { conversationsContract } from "./conversations-contract.ts";
import { deliveriesContract } from "./deliveries-contract.ts";
import { historyContract } from "./history-contract.ts";
import { inboxContract } from "./inbox-contract.ts";
import { inboxListsContract } from "./inbox-lists-contract.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { mergeContract } from "./merge-contract.ts";
import { optInsContract } from "./opt-ins-contract.ts";
import { outboxContract } from "./outbox-contract.ts";
import { repeatedTextsContract } from "./repeated-texts-contract.ts";
import { rolloutsContract } from "./rollouts-contract.ts";
import { staffControlsContract } from "./staff-controls-contract.ts";
import { statusContract } from "./status-contract.ts";
import type { Store } from "./store.ts";
import { switchesContract } from "./switches-contract.ts";

/** The promises of the store's ports: every stand-in for DynamoDB must keep them too. */
export function storeContract(name: string, open: () => Store) {
  ledgerContract(name, open);
  conversationsContract(name, open);
  mergeContract(name, open);
  deliveriesContract(name, open);
  controlsContract(name, open);
  staffControlsContract(name, open);
  outboxContract(name, open);
  switchesContract(name, open);
  rolloutsContract(name, open);
  optInsContract(name, open);
  repeatedTextsContract(name, open);
  contactsContract(name, open);
  campaignsContract(name, open);
  historyContract(name, open);
  inboxContract(name, open);
  activityContract(name, open);
  inboxListsContract(name, open);
  statusContract(name, open);
}
