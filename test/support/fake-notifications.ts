import type { Notifications } from "../../lib/application/ports/control-ports.ts";

export class FakeNotifications implements Notifications {
  readonly mails: { subject: string; text: string }[] = [];
  /** Called before a mail leaves; throws for a service that is away. */
  before: () => void = () => {};
  /** Called once it has left. */
  after: () => void = () => {};

  async send(mail: { subject: string; text: string }) {
    this.before();
    this.mails.push(mail);
    this.after();
  }
}
