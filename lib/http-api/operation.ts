import * as z from "zod/mini";

/** "conversation" in `{conversation}/reply`. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** Its key is its name, also in logs and metrics. */
export type Operation = {
  method: "GET" | "POST" | "PUT";
  /** Under the API's own prefix. */
  path: string;
  /** The path's and the query's, as text on the wire. */
  params: z.core.$ZodType<unknown, Readonly<Record<string, string | undefined>>>;
  body: z.core.$ZodType;
  /** Besides the errors that every call can give: see the function's `handler.ts`. */
  errors: readonly string[];
};

/** `params` without a name of the path does not compile. */
export const declareOperation =
  <Code extends string>() =>
  <
    const Path extends string,
    Params extends z.core.$ZodType<unknown, Readonly<Record<NamesIn<Path>, string>>> & Operation["params"],
    Body extends z.core.$ZodType,
    const Errors extends readonly Code[],
  >(declared: {
    method: Operation["method"];
    path: Path;
    params: Params;
    body: Body;
    errors: Errors;
  }) =>
    declared;

export const noParams = z.object({});
export const noBody = z.unknown();

type Optional<Key extends string, Value> =
  Record<never, never> extends Value ? { [K in Key]?: Value } : { [K in Key]: Value };
export type InputOf<Called extends Operation> = Optional<"params", z.input<Called["params"]>> &
  Optional<"body", z.input<Called["body"]>>;

export type ResultSchemas<Group> = { [Name in keyof Group]: z.core.$ZodType };
