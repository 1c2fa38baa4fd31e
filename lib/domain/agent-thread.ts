/** What an agent calls this conversation: its next question carries it. Another agent does not know it. */
export type AgentThread = {
  id: string | number;
  /** Which agent, in words of its adapter. */
  of: string;
};
