// Two releases with their parts in; what changed from one to the other, sorted by what a person asks about, out.

import { type ReleaseChange, releaseChanges } from '../release/release-changes.ts';
import type { ReleaseManifest } from '../release/release-manifest.ts';
import type { ReleaseParts } from '../release/release-parts.ts';
import type { VerifiedRelease } from '../release/verify-release.ts';
import { type ModuleChange, moduleChanges } from './bundle-modules.ts';

export interface ComparedRelease {
  readonly release: VerifiedRelease;
  readonly parts: ReleaseParts;
}

export interface CardChanges {
  readonly limits: readonly ReleaseChange[];
  /** Of the preset that each uses, by regime. */
  readonly thresholds: readonly ReleaseChange[];
  /** Name, files and days of the model. */
  readonly model: readonly ReleaseChange[];
  readonly features: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly code: readonly ModuleChange[];
  /** Files that the validation read: of one release only, or with other bytes. */
  readonly data: { readonly added: number; readonly removed: number; readonly changed: number };
  /** Versions, commit, stage, provenance, validated days; gates, notebooks and validation by the hashes of their files. */
  readonly others: readonly ReleaseChange[];
}

export function cardChanges(from: ComparedRelease, to: ComparedRelease): CardChanges {
  const [before, after] = [from.release.manifest, to.release.manifest];
  const all = releaseChanges(before, after);
  const of = (prefix: string): readonly ReleaseChange[] => all.filter(({ field }) => field.startsWith(prefix));
  const data = of('datasets.');
  return {
    limits: of('limits.'),
    thresholds: fieldChanges(thresholdsOf(from), thresholdsOf(to)),
    model: [
      ...of('model').filter(({ field }) => field !== 'model.inputs'),
      ...of('files.models/'),
      ...fieldChanges(spansOf(from), spansOf(to)),
    ],
    features: featureChanges(from, to),
    code: moduleChanges(from.release.code, to.release.code),
    data: {
      added: data.filter((each) => each.from === undefined).length,
      removed: data.filter((each) => each.to === undefined).length,
      changed: data.filter((each) => each.from !== undefined && each.to !== undefined).length,
    },
    others: all.filter(({ field }) => !/^(limits\.|model|files\.(code|models)\/|datasets\.|ledger)/.test(field)),
  };
}

export function isSame({ limits, thresholds, model, features, code, data, others }: CardChanges): boolean {
  const lists = [limits, thresholds, model, features.added, features.removed, code, others];
  return lists.every(({ length }) => length === 0) && data.added + data.removed + data.changed === 0;
}

type Fields = ReadonlyMap<string, string>;

function fieldChanges(before: Fields, after: Fields): readonly ReleaseChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    return from === to ? [] : [{ field, from, to }];
  });
}

function thresholdsOf({ release, parts }: ComparedRelease): Fields {
  const preset = presetOf(release.manifest);
  const regimes = Object.entries((preset === undefined ? undefined : parts.model?.thresholds[preset]) ?? {});
  return new Map(
    regimes.flatMap(([regime, values]) =>
      Object.entries(values).map(([name, value]) => [`${regime}.${name}`, String(value)] as const),
    ),
  );
}

function presetOf({ model }: ReleaseManifest): string | undefined {
  return model?.thresholdsPreset;
}

function spansOf({ parts: { model } }: ComparedRelease): Fields {
  if (model === undefined) return new Map();
  const { training, validation } = model;
  return new Map([
    ['trained on', `${training.from} to ${training.to}`],
    ['fitted thresholds on', `${validation.from} to ${validation.to}`],
  ]);
}

/** Where one of both does not say which features it decides by, those of the models alone are compared. */
function featureChanges(from: ComparedRelease, to: ComparedRelease): CardChanges['features'] {
  const isWhole = from.parts.validation !== undefined && to.parts.validation !== undefined;
  const namesOf = ({ release, parts: { validation } }: ComparedRelease): readonly string[] =>
    isWhole
      ? validation!.features.map(({ id, version }) => (version === 1 ? id : `${id} (version ${version})`))
      : (release.manifest.model?.inputs ?? []);
  const [before, after] = [namesOf(from), namesOf(to)];
  return {
    added: after.filter((name) => !before.includes(name)),
    removed: before.filter((name) => !after.includes(name)),
  };
}
