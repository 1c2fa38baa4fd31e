import { useEffect, useState } from "preact/hooks";
import type { InboxOperationName, InboxResultOf } from "../../../lib/inbox-api/operations.ts";
import { type Called, call, type InboxInput } from "../data/call.ts";

type Answer<Name extends InboxOperationName> = {
  value: InboxResultOf<Name> | undefined;
  problem: string;
  put(value: InboxResultOf<Name>): void;
  reload(): void;
};

/** The answer to a call, which is made once a dialog is open. */
export function useAnswer<Name extends InboxOperationName>(
  name: Name,
  input: InboxInput<Name>,
): Answer<Name> {
  const [value, put] = useState<InboxResultOf<Name>>();
  const [problem, setProblem] = useState("");
  const take = (answer: Called<Name>) => {
    if (answer.ok) put(() => answer.value);
    setProblem(answer.ok ? "" : answer.message);
  };
  const reload = () => void call(name, input).then(take);
  useEffect(reload, []);
  return { value, problem, put: (next) => put(() => next), reload };
}
