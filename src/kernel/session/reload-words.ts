// What became of files between two cells in; the lines that tell it out.
import type { Reloaded } from '../modules/live-modules.ts';

export function reloadWords({ changed, gone, importers }: Reloaded): readonly string[] {
  const count = changed.length + gone.length;
  const others = importers.length === 0 ? '' : `, and ${importers.length} that import ${count === 1 ? 'it' : 'them'}`;
  const lines: string[] = [];
  if (changed.length > 0) lines.push(`reloaded ${changed.join(', ')}${others}`);
  if (gone.length > 0) lines.push(`not there any more: ${gone.join(', ')}`);
  return lines;
}
