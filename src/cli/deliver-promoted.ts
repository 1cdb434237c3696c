// What `qt promote` was told of another machine in; the release that was just promoted delivered there, and what to add to the result, out.

import { hostname, userInfo } from 'node:os';
import { UserError } from '../adapters/user-error.ts';
import { deliveryTarget } from '../promotion/delivery/delivery-target.ts';
import type { CommandContext } from './command-context.ts';
import { deliverTo } from './deliver-to.ts';

interface PromoteTargets {
  /** A day, or a target in place of `--deliver`. */
  readonly to?: string | undefined;
  readonly deliver?: string | undefined;
  readonly candidate?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

const DAY_OR_MISTYPED = /^\d{1,4}[-/.][^:@]*$/;

/** The same options with `to` as the day it can only be, and `deliver` as the target, wherever it was written. UserErrors `bad-option`, `delivery-target`. */
export function withTarget<T extends PromoteTargets>(options: T): T {
  const { to, candidate, dryRun } = options;
  const isDay = to === undefined || DAY_OR_MISTYPED.test(to);
  const deliver = options.deliver ?? (isDay ? undefined : to);
  if (deliver === undefined) return options;
  // before minutes of gates are spent
  deliveryTarget(deliver);
  if (candidate === true || dryRun === true) {
    const which = candidate === true ? '--candidate' : '--dry-run';
    throw new UserError({
      code: 'bad-option',
      message: `${which} moves no channel, so there is nothing to deliver to ${deliver}`,
      field: 'deliver',
      fix: `Leave out one of the two; a release that is there is delivered with: qt deliver ID --to ${deliver}`,
    });
  }
  return { ...options, to: isDay ? to : undefined, deliver };
}

/** Nothing without a target. The promotion stands whatever comes of it; the UserErrors are those of `deliverTo`. */
export async function deliverPromoted(
  context: CommandContext,
  channel: string,
  target: string | undefined,
): Promise<{ readonly result: object; readonly text: string }> {
  if (target === undefined) return { result: {}, text: '' };
  context.say(`${channel} is promoted here; delivering it to ${target}`);
  const { result, text } = await deliverTo(context, channel, target, `${userInfo().username}@${hostname()}`);
  return { result: { delivered: result }, text: `\nAt ${target}: ${text}` };
}
