// Takes the syntax tree of a file that must be pure; gives every use of a clock, randomness, timer or outside world.
import { literalText, nodeIn, type SyntaxNode, walk } from './syntax.ts';

export interface Impurity {
  readonly message: string;
  readonly offset: number;
}

const BANNED = new Set([
  ...['Date', 'performance', 'Temporal', 'crypto', 'Intl'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  ...['process', 'console', 'Buffer', 'require', 'fetch', 'WebSocket', 'XMLHttpRequest', 'navigator', 'localStorage'],
  ...['globalThis', 'global', 'window', 'self', 'eval', 'Function', 'WeakRef', 'FinalizationRegistry'],
]);

// Fields in which an identifier is only a name of something, not a use of the global of that name.
const NAME_FIELDS: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  Property: ['key'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
  AccessorProperty: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  TSAbstractMethodDefinition: ['key'],
  TSAbstractPropertyDefinition: ['key'],
  TSQualifiedName: ['right'],
  TSNamedTupleMember: ['label'],
  LabeledStatement: ['label'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
};

// Where a name is given to something of the file's own; parameters are found through the function that holds them.
const BINDING_FIELDS: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
  TSInterfaceDeclaration: ['id'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
  // The parameters of signatures and function types.
  TSMethodSignature: ['params'],
  TSFunctionType: ['params'],
  TSCallSignatureDeclaration: ['params'],
  TSDeclareFunction: ['id', 'params'],
};

function addNames(pattern: unknown, names: Set<string>): void {
  for (const node of (Array.isArray(pattern) ? pattern : [pattern]) as readonly (SyntaxNode | null | undefined)[]) {
    if (node === null || node === undefined) continue;
    if (node.type === 'Identifier') names.add(node.name as string);
    else if (node.type === 'AssignmentPattern') addNames(node.left, names);
    else if (node.type === 'RestElement') addNames(node.argument, names);
    else if (node.type === 'ArrayPattern') addNames(node.elements, names);
    else if (node.type === 'ObjectPattern') addNames(node.properties, names);
    else if (node.type === 'Property') addNames(node.value, names);
  }
}

/** Every name the file itself gives to something. Scopes are not told apart: one `process` of its own frees them all. */
function ownNames(tree: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree, (node) => {
    for (const field of BINDING_FIELDS[node.type] ?? []) addNames(node[field], names);
  });
  return names;
}

function isOnlyAName(parent: SyntaxNode | undefined, field: string): boolean {
  if (parent === undefined || parent.computed === true) return false;
  // In `{ process }` key and value are one identifier, seen a second time as the value.
  return NAME_FIELDS[parent.type]?.includes(field) === true;
}

/** `Math` is pure but for `random`: it may only be used as `Math.name`, so that nothing hides behind another name. */
function mathImpurity(node: SyntaxNode, parent: SyntaxNode | undefined, field: string): string | undefined {
  if (parent?.type === 'TSQualifiedName' || parent?.type === 'TSTypeQuery') return undefined;
  if (parent?.type !== 'MemberExpression' || field !== 'object') {
    return `Math may only be used as Math.name, not passed on (${node.name as string})`;
  }
  const property = nodeIn(parent, 'property');
  const name = parent.computed === true ? literalText(property) : (property?.name as string);
  if (name === 'random') return 'Math.random is banned here: randomness is an input, take a seed';
  return name === undefined ? 'Math[...] with a computed name could be Math.random' : undefined;
}

export function impurities(tree: SyntaxNode): readonly Impurity[] {
  const own = ownNames(tree);
  const found: Impurity[] = [];
  const report = (message: string, node: SyntaxNode): void => void found.push({ message, offset: node.start });
  walk(tree, (node, parent, field) => {
    if (node.type === 'MetaProperty' && nodeIn(node, 'meta')?.name === 'import') {
      report('import.meta is banned here: it tells where the file lies', node);
    }
    if (node.type !== 'Identifier' || isOnlyAName(parent, field)) return;
    const name = node.name as string;
    if (name === 'Math') {
      const message = mathImpurity(node, parent, field);
      if (message !== undefined) report(message, node);
    } else if (BANNED.has(name) && !own.has(name)) {
      report(`${name} is banned here: time, randomness and the outside world come in as inputs`, node);
    }
  });
  return found;
}
