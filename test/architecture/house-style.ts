// Takes one source file; gives what it does against the conventions of the house that no linter checks.
import { posix } from 'node:path';
import { lineAt, nodeIn, parse, type SyntaxNode, walk } from './syntax.ts';

/** Lines a file may have; longer ones need a place in the allow list of the test, with the reason. */
export const FILE_LINES_MAX = 300;
export const FUNCTION_LINES_MAX = 70;

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const VAGUE_WORDS = /manager|helper|utils?(?=[-.]|$)/i;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|nightly|d))?\.ts$/;
const UNFINISHED = /\/[/*].*\b(TODO|FIXME|XXX|HACK)\b/;

/** The text of the comment a file opens with, without its marks; undefined when it opens with something else. */
function openingComment(source: string): string | undefined {
  const text = source.replace(/^#!.*\n/, '');
  const block = /^\/\*\*?([\s\S]*?)\*\//.exec(text);
  if (block !== null) return block[1]!.replaceAll(/^\s*\*/gm, '').trim();
  const lines = /^(?:\/\/.*(?:\n|$))+/.exec(text);
  return lines?.[0].replaceAll(/^\/\/ ?/gm, '').trim();
}

function opensWithSentence(source: string): boolean {
  const comment = openingComment(source);
  return comment !== undefined && /^\S+(\s+\S+){3,}?[.:](\s|$)/.test(comment);
}

function lineCount(source: string): number {
  return source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
}

function functionName(node: SyntaxNode, parent: SyntaxNode | undefined): string {
  const named = nodeIn(node, 'id') ?? (parent && (nodeIn(parent, 'key') ?? nodeIn(parent, 'id')));
  return typeof named?.name === 'string' ? named.name : 'a function';
}

function longFunctions(file: string, source: string): readonly string[] {
  const faults: string[] = [];
  walk(parse(file, source), (node, parent) => {
    if (!FUNCTIONS.has(node.type)) return;
    const first = lineAt(source, node.start);
    const lines = lineAt(source, node.end) - first + 1;
    if (lines <= FUNCTION_LINES_MAX) return;
    faults.push(`${file}:${first} ${functionName(node, parent)} has ${lines} lines, more than ${FUNCTION_LINES_MAX}`);
  });
  return faults;
}

/** The faults of one file, each as a sentence that starts with its path. */
export function styleFaults(file: string, source: string): readonly string[] {
  const faults: string[] = [];
  const name = posix.basename(file);
  if (!KEBAB_CASE.test(name)) faults.push(`${file} is not named in kebab-case`);
  if (VAGUE_WORDS.test(name)) faults.push(`${file} has a name that says nothing (manager, helper, utils)`);
  if (!opensWithSentence(source))
    faults.push(`${file} does not open with a sentence on what goes in and what comes out`);
  const lines = lineCount(source);
  if (lines > FILE_LINES_MAX) faults.push(`${file} has ${lines} lines, more than ${FILE_LINES_MAX}`);
  for (const [index, line] of source.split('\n').entries()) {
    if (UNFINISHED.test(line)) faults.push(`${file}:${index + 1} leaves something unfinished`);
  }
  return [...faults, ...longFunctions(file, source)];
}
