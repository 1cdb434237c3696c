// A home and a release in; where each of its numbers comes from, down to dataset parts, or the one branch that is asked for, out.

import { openStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { TrustedKey } from '../release/keys.ts';
import { releaseParts } from '../release/release-parts.ts';
import { resolveRelease } from '../release/resolve-release.ts';
import { verifyRelease } from '../release/verify-release.ts';
import { explainCode, explainTools } from './explain-code.ts';
import { explainFeatures, explainModel, explainThresholds } from './explain-model.ts';
import { explainNotebooks } from './explain-notebooks.ts';
import {
  explainApprovals,
  explainChannels,
  explainGates,
  explainLedger,
  explainLimits,
  explainSignatures,
} from './explain-promotion.ts';
import { explainValidation } from './explain-validation.ts';
import { type Explained, explained } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';
import { GATE_READINGS } from './gate-readings.ts';

type Branch = (of: ExplainedRelease) => Explained | Promise<Explained>;

export const BRANCHES: Readonly<Record<string, Branch>> = {
  ...{ code: explainCode, tools: explainTools, model: explainModel, notebooks: explainNotebooks },
  ...{ features: explainFeatures, thresholds: explainThresholds, limits: explainLimits },
  ...{ validation: explainValidation, gates: explainGates, ledger: explainLedger },
  ...{ signatures: explainSignatures, approvals: explainApprovals, channels: explainChannels },
};

export interface ExplainRequest {
  readonly home: string;
  /** Folder, id, or STRATEGY@STAGE. */
  readonly release: string;
  /** Name of a branch, a path such as `validation.netBrl`, or a gate; all where absent. */
  readonly field?: string | undefined;
  readonly trustedKeys: readonly TrustedKey[];
}

/**
 * The release is verified first, byte by byte. With the branches of a gate come those that it reads. Throws the errors of `resolveRelease` and
 * `verifyRelease`, and UserError `release-field-unknown`.
 */
export async function explainRelease({ home, field, trustedKeys, ...request }: ExplainRequest): Promise<Explained> {
  const found = resolveRelease(home, request.release);
  const release = verifyRelease(found.dir, trustedKeys, { strategy: found.strategy, stage: found.stage });
  const of: ExplainedRelease = {
    ...{ home, release, trustedKeys, parts: releaseParts(release) },
    store: openStore(home, { acceptRefused: true }),
  };
  const { strategy, stage } = release.manifest;
  const says = `${strategy}, built for ${stage}, sha256 of release.json; every file of it is what was signed`;
  const branches: Explained[] = [];
  if (field === undefined) for (const branch of Object.values(BRANCHES)) branches.push(await branch(of));
  else branches.push(...(await askedFor(of, field)));
  return explained(release.id, says, 'proved', branches);
}

async function askedFor(of: ExplainedRelease, field: string): Promise<readonly Explained[]> {
  const [name = '', ...rest] = field.split('.');
  const path = rest.join('.');
  const gates = explainGates(of);
  if (Object.hasOwn(BRANCHES, name)) {
    const branch = await BRANCHES[name]!(of);
    return [path === '' ? branch : { ...branch, parts: [partAt(branch, path) ?? unknown(of, field)] }];
  }
  const gate = gates.parts.filter((each) => each.field === field);
  const approved = approvalsOf(of, field);
  if (gate.length + approved.length === 0) return [unknown(of, field)];
  const read: Explained[] = [];
  for (const branch of GATE_READINGS[field]?.reads ?? []) read.push(await BRANCHES[branch]!(of));
  return [...gate, ...approved, ...read];
}

/** The approvals whose stage asked for a gate, with that gate alone. */
function approvalsOf(of: ExplainedRelease, gate: string): readonly Explained[] {
  if (!Object.hasOwn(GATE_READINGS, gate)) return [];
  const approvals = explainApprovals(of);
  const stages = approvals.parts
    .map((stage) => ({ ...stage, parts: stage.parts.filter(({ field }) => field === gate) }))
    .filter(({ parts }) => parts.length > 0);
  return stages.length === 0 ? [] : [{ ...approvals, parts: stages }];
}

/** Names of parts may have dots in them: the longest that fits is taken. */
function partAt(branch: Explained, path: string): Explained | undefined {
  for (const part of branch.parts) {
    if (part.field === path) return part;
    if (!path.startsWith(`${part.field}.`)) continue;
    const inner = partAt(part, path.slice(part.field.length + 1));
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function unknown({ parts }: ExplainedRelease, field: string): never {
  const gates = parts.gates.map(({ id }) => id).join(', ');
  throw new UserError({
    code: 'release-field-unknown',
    message: `The release has no ${field}`,
    field,
    fix: `Ask for one of ${Object.keys(BRANCHES).join(', ')}, for a part of one (validation.netBrl), or for a gate: ${gates}`,
  });
}
