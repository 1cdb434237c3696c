// A release as a user names it and a place in; the release delivered there, and what to say of it, out.

import { readFileSync } from 'node:fs';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { besidesOf } from '../promotion/delivery/besides.ts';
import { type Delivered, deliver } from '../promotion/delivery/deliver.ts';
import { deliveryTarget } from '../promotion/delivery/delivery-target.ts';
import { openCarrier } from '../promotion/delivery/open-carrier.ts';
import { readTrustedKeys } from '../promotion/release/keys.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import type { Stage } from '../promotion/release/stage.ts';
import { verifyRelease } from '../promotion/release/verify-release.ts';
import type { CommandContext } from './command-context.ts';
import { counted } from './counted.ts';
import { stageOf } from './stage-of.ts';

export interface DeliverFlags {
  readonly stage?: string;
  /** False: no channel is moved there. */
  readonly channel?: boolean;
  readonly ca?: string;
  readonly remote?: string;
}

const ID_SHOWN = 12;
const MEGABYTE = 1e6;

/** Throws the UserErrors of `deliver`, and of a release that does not verify here. */
export async function deliverTo(
  context: CommandContext,
  spec: string,
  to: string,
  by: string,
  flags: DeliverFlags = {},
): Promise<{ readonly result: object; readonly text: string }> {
  const { home } = context;
  const target = deliveryTarget(to);
  const resolved = resolveRelease(home, spec);
  const stage = flags.channel === false ? undefined : flags.stage === undefined ? resolved.stage : stageOf(flags.stage);
  const { strategy } = resolved;
  const trustedKeys = readTrustedKeys(home);
  const release = verifyRelease(resolved.dir, trustedKeys, { strategy, stage: stage ?? resolved.stage });
  const ca = flags.ca === undefined ? undefined : readFileSync(flags.ca, 'utf8');
  const carrier = await openCarrier(target, { secrets: takeFromEnvironment(), ca, remote: flags.remote });
  try {
    const delivered = await deliver({
      ...{ release, carrier, stage, by, besides: besidesOf(release, trustedKeys) },
      onBreak: (reason) => context.say(`The connection broke (${reason}); going on from what is there`),
    });
    return {
      result: {
        release: release.id,
        strategy: release.manifest.strategy,
        stage: stage ?? null,
        ...delivered,
        before: delivered.before ?? null,
      },
      text: textOf(release.manifest.strategy, release.id, stage, delivered),
    };
  } finally {
    carrier.close();
  }
}

function textOf(strategy: string, id: string, stage: Stage | undefined, delivered: Delivered): string {
  const { isNew, sentBytes, totalBytes, breaks, before } = delivered;
  const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;
  const over = breaks === 0 ? '' : ` over ${counted(breaks, 'break')}`;
  const what = isNew
    ? `is there: ${megabytes(sentBytes)} of ${megabytes(totalBytes)} were sent${over}`
    : 'was there already';
  const channel =
    stage === undefined
      ? 'No channel was moved'
      : before === id
        ? `${strategy}@${stage} there names it already`
        : `${strategy}@${stage} there names it now${before === undefined ? '' : `, in place of ${before.slice(0, ID_SHOWN)}`}`;
  return `${strategy} ${id.slice(0, ID_SHOWN)} ${what}\n${channel}`;
}
