// The file of a channel and its history: which release a strategy runs at a stage, since when and by whose hand.

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { messageOf, releaseError } from './release-error.ts';

/** Older entries are dropped from the history beyond this. */
const HISTORY_ENTRIES_MAX = 1000;

const fields = {
  /** Id of the release. */
  release: z.string().regex(/^[0-9a-f]{64}$/, 'expected the id of a release'),
  /** UTC, given by the caller. */
  at: z.iso.datetime(),
  /** Who pointed the channel here. */
  by: z.string().min(1).max(200),
};
const channelEntry = z.strictObject(fields);
const historyEntry = z.strictObject({
  ...fields,
  /** `kept`: a release broke its probation, and the channel stays where it is. */
  action: z.enum(['promote', 'rollback', 'kept']),
  /** Why, where whoever did it has said so. */
  reason: z.string().min(1).max(500).optional(),
  /** Id of the release that broke its probation here. */
  broken: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the id of a release')
    .optional(),
});

export type ChannelEntry = Readonly<z.infer<typeof channelEntry>>;
export type HistoryEntry = Readonly<z.infer<typeof historyEntry>>;

/** Undefined when there is no such channel. Throws UserError `channel-invalid`. */
export function readChannelFile(path: string): ChannelEntry | undefined {
  return existsSync(path) ? parsed(readFileSync(path, 'utf8'), channelEntry, path, undefined) : undefined;
}

/** Oldest first; empty when nothing was ever promoted. Throws UserError `channel-invalid` with the line. */
export function readHistoryFile(path: string): readonly HistoryEntry[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const entries: HistoryEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line !== '') entries.push(parsed(line, historyEntry, path, index + 1));
  }
  return entries;
}

/**
 * Adds the entry to the history, then points the channel to it; each file changes by one rename. After a crash between the
 * two the channel still names the old release, and the history's last line tells what was about to happen. The caller holds the lock of the channel.
 */
export function writeChannel(channelFile: string, historyFile: string, entry: HistoryEntry): void {
  addHistory(historyFile, entry);
  const { release, at, by } = entry;
  replaceDurably(channelFile, `${JSON.stringify({ release, at, by }, null, 2)}\n`);
}

/** The whole history changes by one rename; the channel is not touched. The caller holds the lock of the channel, or the line of
 * another is lost. Throws UserError `channel-invalid`. */
export function addHistory(historyFile: string, entry: HistoryEntry): void {
  const line = parsed(JSON.stringify(entry), historyEntry, historyFile, undefined);
  const history = [...readHistoryFile(historyFile), line].slice(-HISTORY_ENTRIES_MAX);
  replaceDurably(historyFile, history.map((each) => `${JSON.stringify(each)}\n`).join(''));
}

function parsed<T>(text: string, schema: z.ZodType<T>, file: string, line: number | undefined): T {
  const fix = 'Correct the file, or point the channel again by promoting';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw releaseError('channel-invalid', `${file} is not JSON: ${messageOf(cause)}`, { file, line, fix, cause });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.join('.');
  throw releaseError('channel-invalid', `${file}: ${field === '' ? '' : `${field}: `}${issue.message}`, {
    file,
    line,
    field: field === '' ? undefined : field,
    fix,
  });
}
