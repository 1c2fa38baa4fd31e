import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import { settingsHash } from "../../lib/config/deployment/settings-hash.ts";
import { inboxUrl } from "../../lib/config/deployment/sign-in.ts";
import { keepsData } from "../../lib/config/deployment/stage.ts";
import { MAX_RECEIVES, timeouts } from "../../lib/config/derived/limits.ts";
import { needsSchedules } from "../../lib/config/derived/reminders.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { ServiceAlarms } from "../constructs/alarms/service-alarms.ts";
import { CommandSchedules } from "../constructs/command-schedules.ts";
import { ServiceDashboard } from "../constructs/dashboard/service-dashboard.ts";
import { AgentActions } from "../constructs/functions/agent-actions.ts";
import { DailyCheck } from "../constructs/functions/daily-check.ts";
import { Delivery } from "../constructs/functions/delivery.ts";
import type { Shared } from "../constructs/functions/shared.ts";
import { Webhook } from "../constructs/functions/webhook.ts";
import { Worker } from "../constructs/functions/worker.ts";
import { LeadForwarding } from "../constructs/lead-forwarding.ts";
import { MessageTable } from "../constructs/message-table.ts";
import { OperatorApi } from "../constructs/operator-api.ts";
import { PeopleTopic } from "../constructs/people-topic.ts";
import { ProviderSecret } from "../constructs/provider-secret.ts";
import { PublicApi } from "../constructs/public-api.ts";
import { StaffFiles } from "../constructs/staff-files.ts";
import { StaffInbox } from "../constructs/staff-inbox.ts";
import { StageKey } from "../constructs/stage-key.ts";
import type { StageWide } from "../constructs/stage-wide.ts";
import { WorkQueue } from "../constructs/work-queue.ts";
import { stackOutputs } from "./outputs.ts";
import { warnAbout } from "./warnings.ts";

type ChatsbyWhatsappProps = Pick<StackProps, "env"> & {
  stage: string;
  settings: Settings;
  code: Record<FunctionName, string>;
  /**
   * The stack has never run. CDK protects a stack before it deploys, so a failed protected first deploy could
   * not be repeated. The next deploy adds the protection: docs/decisions/0020.
   */
  firstDeploy?: boolean;
  /** A template for a local run needs neither warnings for who deploys nor the settings' hash. */
  isDeployed?: boolean;
};

export class ChatsbyWhatsapp extends Stack {
  constructor(
    scope: Construct,
    { stage, settings, code, firstDeploy = false, isDeployed = true, ...props }: ChatsbyWhatsappProps,
  ) {
    const keep = keepsData(stage, settings);
    super(scope, `ChatsbyWhatsapp-${stage}`, {
      ...props,
      description: `Chatsby on WhatsApp (${stage}): answers customers with a Chatsby agent`,
      terminationProtection: keep && !firstDeploy,
    });
    Tags.of(this).add("application", "chatsby-whatsapp");
    Tags.of(this).add("stage", stage);
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
    if (isDeployed) warnAbout(this, stage, settings);

    const limits = timeouts(settings);
    const { capacity, security, logs, tracing } = settings;
    const key = security.customerManagedKey
      ? new StageKey(this, "Encryption", { stage, keepsData: keep })
      : undefined;
    const wide: StageWide = {
      metrics: `ChatsbyWhatsapp/${stage}`,
      keepsData: keep,
      firstDeploy,
      logDays: logs.retentionDays,
      tracing,
      key,
    };
    const table = new MessageTable(this, "Messages", wide);
    const secret = new ProviderSecret(this, "Credentials", { stage, ...wide });
    const events = new EventBus(this, "Events", {
      eventBusName: `chatsby-whatsapp-${stage}`,
      description: "What happens in conversations",
    });
    const turns = new WorkQueue(this, "Turns", {
      order: "fifo",
      visibilitySeconds: limits.turnsVisibility,
      delaySeconds: limits.turnsDelay,
      maxReceives: MAX_RECEIVES.turns,
      ...wide,
    });
    const deliveries = new WorkQueue(this, "Deliveries", {
      order: "any",
      visibilitySeconds: limits.deliveriesVisibility,
      delaySeconds: 0,
      maxReceives: MAX_RECEIVES.deliveries,
      ...wide,
    });
    const handoffs = new PeopleTopic(this, "HandoffTopic", {
      stage,
      about: "handoffs",
      email: settings.handoff.email,
      ownKey: security.customerManagedKey,
      free: "aws-managed-key",
    });
    const alarms = new PeopleTopic(this, "AlarmTopic", {
      stage,
      about: "alarm messages",
      email: settings.alerts.email,
      ownKey: security.customerManagedKey,
      // They name numbers, alarms and what to do: nothing of a customer's.
      free: "no-key",
    });
    alarms.allowAlarms();
    const shared: Shared = { ...wide, stage, limits, capacity, table, secret, turns, deliveries };
    const forwarding = settings.leads.webhook
      ? new LeadForwarding(this, "Leads", { ...shared, code: code["lead-webhook"] })
      : undefined;
    // Under the name from when only follow-ups needed it: another one would replace the group.
    const schedules = needsSchedules(settings)
      ? new CommandSchedules(this, "FollowUps", { stage, turns })
      : undefined;
    const api = new PublicApi(this, "Api", { stage, settings, ...wide });
    const publicUrl = settings.publicUrl ?? api.publicUrl;

    const files = settings.inbox.enabled
      ? new StaffFiles(this, "StaffFiles", { key, origins: [api.publicUrl, api.url] })
      : undefined;

    const webhook = new Webhook(this, "Webhook", { ...shared, code: code.webhook, api, publicUrl });
    const worker = new Worker(this, "Worker", {
      ...shared,
      stage,
      code: code.worker,
      publicUrl,
      settings,
      // Not from the inbox's constructs: they come later.
      inboxUrl: settings.inbox.enabled ? inboxUrl(api.publicUrl) : undefined,
      files,
      events,
      handoffs,
      forwarding,
      schedules,
    });
    const delivery = new Delivery(this, "Delivery", {
      ...shared,
      code: code.delivery,
      notices: settings.operations.dailyCheck ? alarms : undefined,
    });
    const staff = new OperatorApi(this, "Staff", { ...shared, stage, code: code.operator, api, files });
    const inbox = files
      ? new StaffInbox(this, "Inbox", {
          ...shared,
          stage,
          code: code.inbox,
          api,
          files,
          mfa: settings.inbox.mfa,
        })
      : undefined;
    // Who reads the inbox's lists knows all their partitions before the workers write to them.
    if (inbox) worker.function.node.addDependency(inbox.inbox.function);
    const actions = new AgentActions(this, "AgentActions", { ...shared, code: code["agent-actions"], api });

    const dailyCheck = settings.operations.dailyCheck
      ? new DailyCheck(this, "DailyCheck", {
          ...shared,
          code: code["daily-check"],
          publicUrl,
          hour: settings.operations.dailyCheckHour,
          alarms,
          handoffs,
          forwarding,
        })
      : undefined;

    const watched = {
      firstDeploy,
      stage,
      settings,
      metrics: wide.metrics,
      api,
      table: table.table,
      turns,
      deliveries,
      leads: forwarding?.leads,
      webhook,
      worker,
      delivery,
      actions,
      dailyCheck,
    };
    const { alarms: raised } = new ServiceAlarms(this, "Alarms", { ...watched, topic: alarms.topic });
    const dashboard = settings.alerts.dashboard
      ? new ServiceDashboard(this, "Dashboard", watched, raised)
      : undefined;

    const outputs = stackOutputs({
      settingsHash: isDeployed ? settingsHash(settings) : "local",
      publicUrl,
      api,
      table,
      secret,
      events,
      turns,
      deliveries,
      handoffs,
      alarms,
      staff,
      inbox,
      forwarding,
      dashboard,
    });
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}
