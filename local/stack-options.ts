import type { FunctionName } from "../lib/config/deployment/function-names.ts";
import type { timeouts } from "../lib/config/derived/limits.ts";
import type { Secrets } from "../lib/config/secrets/secrets.ts";
import type { Settings, SettingsFile } from "../lib/config/settings/settings.ts";
import type { AwsCall } from "./aws/call-recorder.ts";
import type { Endpoints } from "./aws/emulators.ts";
import type { KeptEvent } from "./aws/events-endpoint.ts";
import type { FilesEndpoint } from "./aws/files-endpoint.ts";
import type { SchedulerEndpoint } from "./aws/scheduler-endpoint.ts";
import type { SecretsEndpoint } from "./aws/secrets-endpoint.ts";
import type { Credentials, QueueDepths } from "./aws/services.ts";
import type { Mail, SnsEndpoint } from "./aws/sns-endpoint.ts";
import type { MovableClock } from "./clock.ts";
import type { Fakes } from "./fakes.ts";
import type { Functions, Invocations, OnInvoked } from "./lambda/functions.ts";
import type { KeptLine, LogLine } from "./log-lines.ts";
import type { FakeAwsMedia } from "./media/fake-aws-media.ts";
import type { FakeOpenAi } from "./media/fake-openai.ts";
import type { CognitoEndpoint } from "./sign-in/cognito-endpoint.ts";
import type { LocalTemplate } from "./template/local-template.ts";

export type StackOptions = {
  /** 0 or none: any free one. */
  port?: number;
  /** Servers that it names are used instead of the fakes. Default: the demo's. */
  settings?: SettingsFile;
  secrets?: Secrets;
  /** What the fakes accept. Default: what the secret holds at the time. */
  accounts?: Partial<Secrets>;
  /** Default: in memory. */
  stateDir?: string;
  /** Folder of `<function>/index.mjs`. Default: built into a temporary folder. */
  bundles?: string;
  /** Services that are used instead of our own. */
  endpoints?: Partial<Endpoints>;
  credentials?: Credentials;
  region?: string;
  /** Seconds instead of the template's, for tests. */
  limits?: Partial<ReturnType<typeof timeouts>>;
  onLog?(line: LogLine): void;
  /**
   * A function is about to call AWS. Costs a hop per call, and gives each function its own credentials: not
   * together with `credentials`.
   */
  onAwsCall?(call: AwsCall): void;
  onInvoked?: OnInvoked;
  onMail?(mail: Mail): void;
  /** The page follows from the beginning; default: from its first opening. */
  page?: boolean;
  /** The functions of the first message start before it comes. Default: yes. */
  ahead?: boolean;
  /** Instances of each function, and batches of each queue; default: 4. */
  atOnce?: number;
  /** Runs before the first webhook can arrive. */
  prepare?(fakes: Fakes): void;
};

export type LocalStack = Fakes & {
  /** For providers: `http://localhost:<port>`. */
  url: string;
  port: number;
  settings: Settings;
  template: LocalTemplate;
  endpoints: Endpoints;
  /** Its `value` may be changed, as in a rotation; the fakes use it, too. */
  secret: SecretsEndpoint;
  /** Transcribe and Bedrock: what they heard and saw, and their faults. */
  awsMedia: FakeAwsMedia;
  openAi: FakeOpenAi;
  /** Published on the event bus. */
  events: readonly KeptEvent[];
  mails: readonly Mail[];
  /** `down` makes mails fail. */
  sns: SnsEndpoint;
  /** Its `staff` may sign in to the inbox. */
  cognito: CognitoEndpoint;
  /** What staff send from the inbox. */
  files: FilesEndpoint;
  /** Its `schedules` wait for their time, or for `fire`. */
  scheduler: SchedulerEndpoint;
  /** The time of the fakes, the scheduler and the functions; it can be moved. */
  clock: MovableClock;
  logs: readonly KeptLine[];
  queueDepths(): Promise<QueueDepths>;
  /** Messages that wait in the queues for another attempt return at once. */
  hurryQueues(): Promise<void>;
  /** Of all functions. */
  invocations(): Invocations;
  /** As the schedule does each day. Rejects where the settings have switched it off. */
  checkDaily(): Promise<unknown>;
  /**
   * Also during work. Returns the number of ended instances. Their messages return after so many seconds; default:
   * after the visibility timeout.
   */
  kill(name: FunctionName, returnAfterSeconds?: number): Promise<number>;
  /** Of the functions' threads. */
  usage: Functions["usage"];
  /** Repeating it changes nothing. */
  stop(): Promise<void>;
};
