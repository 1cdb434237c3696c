// The environment of a kernel or of a run in; whether type errors of its cells are told below them out.

const NAME = 'QT_TYPE_WARNINGS';

export function warnsOfTypes(environment: NodeJS.ProcessEnv): boolean {
  return environment[NAME] !== 'off';
}
