// Takes decisions, commands and fills in order, and hashes of data and model; gives the one sha256 that says what a run did.

import { createHash } from 'node:crypto';
import type { Fill } from '../../core/account/order.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a run was made from, by content: no path, no name of a folder, no time of day. */
export interface DigestSources {
  /** sha256 of each dataset part in the order it was read. */
  readonly data: readonly string[];
  /** sha256 of the model's manifest, null without a model. */
  readonly model: string | null;
}

const DIGEST_VERSION = 1;
/** Characters. */
const HASH_AT_ONCE = 32_768;
const KINDS = ['decisions', 'commands', 'fills'] as const;
type SequenceKind = (typeof KINDS)[number];

/**
 * Each of the three sequences is hashed by itself, one canonical JSON text and a line feed per item, so that the digest of a
 * journal read back is the digest of the run however the three were interleaved. Equal runs give equal digests; run id, wall
 * time and paths are not in it.
 */
export class RunDigest {
  private readonly hashes = {
    decisions: createHash('sha256'),
    commands: createHash('sha256'),
    fills: createHash('sha256'),
  };
  private readonly counts = { decisions: 0, commands: 0, fills: 0 };
  /** Texts that are not hashed yet: a call for each costs more than hashing it. */
  private readonly waiting = { decisions: '', commands: '', fills: '' };

  decision(record: DecisionRecord): void {
    this.take('decisions', record);
  }

  command(command: OrderCommand): void {
    this.take('commands', command);
  }

  fill(fill: Fill): void {
    this.take('fills', fill);
  }

  /** Hex sha256 over everything taken so far; more may be taken after it. */
  hex(sources: DigestSources): string {
    for (const kind of KINDS) this.hash(kind);
    const { decisions, commands, fills } = this.hashes;
    const parts = {
      version: DIGEST_VERSION,
      data: sources.data,
      model: sources.model,
      decisions: { count: this.counts.decisions, sha256: decisions.copy().digest('hex') },
      commands: { count: this.counts.commands, sha256: commands.copy().digest('hex') },
      fills: { count: this.counts.fills, sha256: fills.copy().digest('hex') },
    };
    return createHash('sha256').update(canonicalJson(parts)).digest('hex');
  }

  private take(kind: SequenceKind, value: unknown): void {
    this.waiting[kind] += `${canonicalJson(value)}\n`;
    if (this.waiting[kind].length >= HASH_AT_ONCE) this.hash(kind);
    this.counts[kind] += 1;
  }

  private hash(kind: SequenceKind): void {
    this.hashes[kind].update(this.waiting[kind]);
    this.waiting[kind] = '';
  }
}
