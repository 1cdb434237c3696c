// Cycles of editing a file and running the cell that builds a large frame from it: each value is checked; how memory grew out.
import { rmSync } from 'node:fs';
import { sessionFolder } from './session-folder.ts';
import { SessionProcess } from './session-process.ts';

const WARM_UP = 20;
const CONTRACTS = 50_000_000 / 8;

/** Bytes a cycle, after the first ones. @throws when a cycle shows a value that its file does not have any more. */
export async function growthOfEditCycles(cycles: number): Promise<number> {
  const folder = sessionFolder();
  const session = new SessionProcess(folder.root, folder.notebooks);
  try {
    await session.run(
      "import { middle } from 'proj'\nconst value = () => frame[frame.length - 1]\nlet frame = new Float64Array(1)",
    );
    let early = 0;
    for (let cycle = 1; cycle <= WARM_UP + cycles; cycle++) {
      folder.write('src/deep.ts', `export const deep: number = ${cycle};\n`);
      const shown = await session.show(
        `const rows = Array.from({ length: 100 }, (_, k) => k)\nframe = new Float64Array(${CONTRACTS}).fill(middle())\nconst mean = (): number => rows.length + frame[0]!\n;[value(), mean()].join()`,
      );
      if (shown !== `'${cycle * 10},${cycle * 10 + 100}'`) throw new Error(`cycle ${cycle} shows ${shown}`);
      if (cycle === WARM_UP) early = await session.heldBytes();
    }
    return ((await session.heldBytes()) - early) / cycles;
  } finally {
    await session.close();
    rmSync(folder.root, { recursive: true, force: true });
  }
}
