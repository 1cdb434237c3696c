// The outputs of a graph and what is wanted in; the one that holds it, or why none does, out.

import type { ModelMember } from '../../../core/prediction/model-manifest.ts';
import { type GraphValue, valueText } from './graph-values.ts';

/** Labels are passed over. `name` decides where several could be meant. */
export function chooseOutput(
  outputs: readonly GraphValue[],
  role: ModelMember['role'],
  name: string | undefined,
): GraphValue | string {
  const listed = outputs.map(valueText).join(', ');
  if (name !== undefined) {
    const found = outputs.find((output) => output.name === name);
    if (found === undefined) return `it has no output ${name}, only ${listed}`;
    return fits(found, role) ? found : `its output ${valueText(found)} cannot hold a ${role}`;
  }
  const fitting = outputs.filter((output) => fits(output, role));
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) return `none of its outputs can hold a ${role}: ${listed}`;
  const called = fitting.filter((output) => /prob/i.test(output.name));
  return called.length === 1 && role === 'direction' ? called[0]! : `several outputs can be meant: ${listed}`;
}

function fits({ kind, shape }: GraphValue, role: ModelMember['role']): boolean {
  if ((kind !== 'float' && kind !== 'double') || shape === undefined) return false;
  const columns = shape[1];
  if (role === 'magnitude') return shape.length === 1 || (shape.length === 2 && (columns ?? 1) === 1);
  return shape.length === 2 && columns !== undefined && columns >= 1 && columns <= 3;
}
