// A command of a trader and its stream in; the desk has it, or the answer that refuses it comes back.

import type { CommandResult } from '../../core/account/account-event.ts';
import { refusedCommand } from './echoed-events.ts';
import type { SessionParts } from './session-parts.ts';
import type { HostStream } from './stream.ts';
import { type ClientMessage, commandOf } from './stream-messages.ts';

type CommandMessage = Extract<ClientMessage, { kind: 'command' }>;

/** The command's own id of an instrument is that of the stream. */
export function passCommand(
  message: CommandMessage,
  account: string,
  stream: HostStream,
  { desk, clock }: Pick<SessionParts, 'desk' | 'clock'>,
): CommandResult | undefined {
  const command = commandOf(message.command);
  const instrument = command.kind === 'submit' ? stream.instruments[command.request.instrumentId] : undefined;
  if (command.kind === 'submit' && instrument === undefined)
    return refusedCommand(command, 'the stream has no such instrument');
  if (command.kind === 'submit' && stream.phase === 'ended') return refusedCommand(command, 'the stream has ended');
  desk.submit(account, command, instrument, clock.nowUs());
  return undefined;
}
