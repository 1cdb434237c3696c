// What a person far away can ask of a running session, whoever carries the question.

export const REMOTE_COMMANDS = ['pause', 'resume', 'flatten', 'kill', 'rollback'] as const;
export type RemoteCommand = (typeof REMOTE_COMMANDS)[number];

export interface OperatorPort {
  /** A few lines for a person. Rejects with a sentence where the session does not answer. */
  status(): Promise<string>;
  /** A sentence on what came of it. Rejects with one where nothing did. */
  operate(command: RemoteCommand, by: string, reason: string): Promise<string>;
}
