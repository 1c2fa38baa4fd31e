import type { Cloud } from "../../../cli/cloud/cloud.ts";
import type { StackState } from "../../../cli/cloud/stack.ts";
import type { StackResource } from "../../../cli/cloud/stack-resources.ts";
import { outputTo } from "../../../cli/output.ts";
import type { Setup } from "../../../cli/setup/setup.ts";
import { settingsHash } from "../../../lib/config/deployment/settings-hash.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import type { Settings } from "../../../lib/config/settings/settings.ts";

export const NUMBER = {
  name: "support",
  provider: "meta",
  phoneNumberId: "998877665544332",
  agentId: "agent_real",
} as const;
export const SETTINGS = completeSettings({ numbers: [NUMBER] }, "test");

/** One stage's stack at CloudFormation, and the user who runs setup. Public fields say what happened. */
export class FakeStack {
  state: StackState | undefined;
  /** All requests, deploys too, in order. */
  readonly did: string[] = [];
  /** Looks until a deletion or rollback has ended. */
  looksUntilDone = 3;
  /** How a deletion or a rollback ends; `undefined`: the stack is gone. */
  endsIn: string | undefined;
  /** Exit code of the deploys, and their settings. */
  deployEnds = 0;
  deploys: Settings = SETTINGS;
  /** The user's; without, nobody is there. */
  answers: string[] | undefined;
  readonly asked: string[] = [];
  out = "";
  /** What the deletion leaves. */
  left: StackResource[] = [];
  /** As if `npm start` ran it. */
  local = false;
  readonly stage: string;

  constructor(state: Partial<StackState> | undefined, stage = "prod") {
    this.stage = stage;
    this.state = state && {
      name: `ChatsbyWhatsapp-${stage}`,
      id: "arn:stack/1",
      status: "CREATE_COMPLETE",
      outputs: {},
      protected: false,
      failures: [],
      ...state,
    };
  }

  cloud(state: StackState): Cloud {
    return {
      stage: this.stage,
      local: false,
      outputs: state.outputs,
      stack: state,
      settings: SETTINGS,
      secret: { read: async () => undefined, write: async () => undefined },
      queue: async () => undefined,
      async *deadLetters() {},
      metric: async () => [],
      logs: async () => [],
      alarms: async () => [],
      oldestSeconds: async () => undefined,
      crashes: async () => [],
      crashLines: async () => [],
      subscribers: async () => [],
    } as unknown as Cloud;
  }

  setup(options: Partial<Setup["options"]> = {}): Setup {
    let now = 0;
    const out = (text: string) => {
      this.out += text;
    };
    const ask = async (question: string) => {
      this.asked.push(question);
      return this.answers?.shift() ?? "";
    };
    return {
      stage: this.stage,
      local: this.local,
      kept: { found: {}, get: () => undefined, keep: async () => undefined, forget: async () => undefined },
      print: outputTo({ out, err: () => undefined, colour: false }),
      settingsPath: undefined,
      options: { wait: 0, ...options },
      findStack: async () => this.look(),
      findCloud: async () => this.state && this.cloud(this.state),
      io: {
        clock: { now: () => now },
        sleep: async (duration: number) => {
          now += duration;
        },
        live: false,
        ask: this.answers && ask,
        leftBehind: async () => (this.state ? [] : this.left),
        changeStack: async (id: string, change: string) => this.change(id, change),
        runCommand: async (command: readonly string[]) => this.deploy(command),
      } as unknown as Setup["io"],
    };
  }

  private look(): StackState | undefined {
    if (this.state?.status.endsWith("_IN_PROGRESS") && this.did.length > 0) {
      this.looksUntilDone -= 1;
      if (this.looksUntilDone <= 0)
        this.state = this.endsIn === undefined ? undefined : { ...this.state, status: this.endsIn };
    }
    return this.state;
  }

  private change(id: string, change: string): void {
    this.did.push(`${change} ${id}`);
    if (!this.state) throw new Error("no stack");
    if (change === "unprotect") this.state = { ...this.state, protected: false };
    else if (change === "delete") {
      if (this.state.protected) throw new Error("cannot be deleted while TerminationProtection is enabled");
      this.state = { ...this.state, status: "DELETE_IN_PROGRESS" };
    } else this.state = { ...this.state, status: "UPDATE_ROLLBACK_IN_PROGRESS" };
  }

  /** As the app synthesizes: the first deploy protects nothing, a later one does. */
  private deploy(command: readonly string[]): number {
    this.did.push(command.join(" "));
    if (this.deployEnds !== 0) return this.deployEnds;
    this.state = {
      name: `ChatsbyWhatsapp-${this.stage}`,
      id: "arn:stack/2",
      status: this.state ? "UPDATE_COMPLETE" : "CREATE_COMPLETE",
      outputs: { SettingsHash: settingsHash(this.deploys) },
      protected: this.state !== undefined,
      failures: [],
    };
    return 0;
  }
}
