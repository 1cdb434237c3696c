// The tree of a cell and what earlier cells know in; each name that it declares or takes from elsewhere, and how it is reached, out.
import type { AnyNode, Program } from 'acorn';
import { analyze, type Reference, type Scope, type Variable } from 'eslint-scope';
import { CellError } from './cell-error.ts';
import type { KnownNames } from './known-names.ts';

/**
 * `local`: a variable of the cell's own function, as fast as any; its value goes to the table when the cell ends.
 * `box`: each use goes through the table's box, because functions that outlive the cell use it too.
 * `copy`: of an earlier cell, taken from its box when the cell begins, and put back at its end where the cell assigns it.
 * `late`: unknown so far, used by a function that may run when another cell has declared it.
 */
export type Access = 'local' | 'box' | 'copy' | 'late';

export interface NameUse {
  readonly identifier: AnyNode;
  readonly isWrite: boolean;
  readonly isInFunction: boolean;
}

export interface CellName {
  readonly name: string;
  readonly access: Access;
  readonly kind: 'variable' | 'function' | 'class' | 'import' | 'earlier';
  readonly isConst: boolean;
  readonly isAssigned: boolean;
  /** A function of this cell refers to it, or assigns it. */
  readonly isShared: boolean;
  readonly isVolatile: boolean;
  readonly uses: readonly NameUse[];
}

const FUNCTION_SCOPES: ReadonlySet<string> = new Set(['function', 'class-field-initializer', 'class-static-block']);

export function namesOf(program: Program, known: KnownNames): ReadonlyMap<string, CellName> {
  const manager = analyze(program as never, { ecmaVersion: 2026, sourceType: 'module' } as never);
  const scope = manager.scopes.find(({ type }) => type === 'module');
  if (scope === undefined) throw new Error('a module has a scope');
  const names = new Map<string, CellName>();
  for (const variable of scope.variables) {
    if (variable.defs.length > 0) names.set(variable.name, declared(variable, known));
  }
  const through = Map.groupBy(scope.through, ({ identifier }) => (identifier as { name: string }).name);
  for (const [name, references] of through) {
    const taken = earlier(name, references.map(useOf), known);
    if (taken !== undefined) names.set(name, taken);
  }
  return names;
}

function declared({ name, defs, references }: Variable, known: KnownNames): CellName {
  const uses = references.map(useOf);
  const type = defs[0]!.type;
  const declaration = defs[0]!.parent as { readonly kind?: string } | null | undefined;
  const isConst = type === 'Variable' && declaration?.kind === 'const';
  const isShared = uses.some(({ isInFunction }) => isInFunction);
  const again = references.find((reference) => reference.isWrite() && !reference.init);
  if (isConst && again !== undefined) throw constantError(name, again.identifier as AnyNode, 'this cell');
  const isAssigned = again !== undefined;
  const kind =
    type === 'ImportBinding'
      ? 'import'
      : type === 'FunctionName'
        ? 'function'
        : type === 'ClassName'
          ? 'class'
          : 'variable';
  // functions of earlier cells that refer to the name see the new value at once, not when the cell ends
  const isLive = isShared || known.get(name)?.isShared === true;
  const isBoxed = isLive || (kind === 'function' && isAssigned);
  if (kind === 'variable' || kind === 'class')
    refuseEarlyUse(name, kind, defs[0]!.node as AnyNode, declaration?.kind, uses);
  return {
    ...{ name, kind, isConst, isAssigned, isShared, uses },
    access: isBoxed ? 'box' : 'local',
    isVolatile: uses.some(({ isInFunction, isWrite }) => isInFunction && isWrite),
  };
}

function earlier(name: string, uses: readonly NameUse[], known: KnownNames): CellName | undefined {
  const isShared = uses.some(({ isInFunction }) => isInFunction);
  const write = uses.find(({ isWrite }) => isWrite);
  const isVolatile = uses.some(({ isInFunction, isWrite }) => isInFunction && isWrite);
  const facts = known.get(name);
  const all = { name, kind: 'earlier', isAssigned: write !== undefined, isShared, isVolatile, uses } as const;
  if (facts?.isSet !== true) {
    if (name in globalThis || !isShared) return undefined;
    return { ...all, access: 'late', isConst: false };
  }
  if (facts.isConst && write !== undefined) throw constantError(name, write.identifier, 'an earlier cell');
  const isLive = facts.isVolatile || isVolatile || (write !== undefined && (facts.isShared || isShared));
  return { ...all, access: isLive ? 'box' : 'copy', isConst: facts.isConst };
}

function useOf(reference: Reference): NameUse {
  return {
    identifier: reference.identifier as AnyNode,
    isWrite: reference.isWrite(),
    isInFunction: isInFunction(reference.from),
  };
}

function isInFunction(from: Scope): boolean {
  for (let scope: Scope | null = from; scope !== null && scope.type !== 'module'; scope = scope.upper) {
    if (FUNCTION_SCOPES.has(scope.type)) return true;
  }
  return false;
}

/** The variables of a cell are hoisted, so that the language would give `undefined` where it has an error for a reason. */
function refuseEarlyUse(
  name: string,
  kind: 'variable' | 'class',
  definition: AnyNode,
  keyword: string | undefined,
  uses: readonly NameUse[],
): void {
  if (kind === 'variable' && keyword !== 'let' && keyword !== 'const') return;
  const early = uses.find(
    ({ identifier, isInFunction }) =>
      !isInFunction && identifier.start < definition.end && !isWithinPattern(definition, identifier),
  );
  if (early === undefined) return;
  const { line, column } = early.identifier.loc!.start;
  throw new CellError('ReferenceError', `Cannot access '${name}' before initialization`, line, column + 1);
}

/** The name itself, where it is declared. */
function isWithinPattern(definition: AnyNode, { start, end }: AnyNode): boolean {
  const target =
    definition.type === 'VariableDeclarator' ? definition.id : 'id' in definition ? definition.id : undefined;
  return target !== undefined && target !== null && start >= target.start && end <= target.end;
}

function constantError(name: string, { loc }: AnyNode, where: string): CellError {
  const { line, column } = loc!.start;
  const message = `Assignment to constant variable '${name}', which ${where} declares with const`;
  return new CellError('TypeError', message, line, column + 1);
}
