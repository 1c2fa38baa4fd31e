import middy from "@middy/core";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { createHandler } from "./handler.ts";

export const handler = middy(createHandler()).use(withTelemetry(powertoolsTelemetry()));
