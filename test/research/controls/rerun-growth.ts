// Runs of one cell with controls, each moved once; how the kernel's memory grew and which comms stayed open out.
import { RunningKernel } from '../../kernel/running-kernel.ts';

const WARM_UP = 50;
const CELL = `interact({ level: slider({ min: 0, max: 9, value: 5 }), side: dropdown({ options: ['buy', 'sell'], value: 'buy' }) },
  ({ level }) => { rows = new Float64Array(100_000).fill(level); return () => rows })`;
const MEMORY = `for (let k = 0; k < 3; k++) { globalThis.gc(); await new Promise((done) => setImmediate(done)) }
process.memoryUsage().heapUsed + process.memoryUsage().external`;

export interface RerunGrowth {
  /** Bytes a run, after the first ones. */
  readonly growth: number;
  readonly openComms: number;
}

export async function rerunGrowth(runs: number): Promise<RerunGrowth> {
  const kernel = await RunningKernel.start(['--expose-gc']);
  const heldBytes = async (): Promise<number> => {
    const { published } = await kernel.run(MEMORY);
    return Number(published.find(({ type }) => type === 'execute_result')?.content.data['text/plain']);
  };
  try {
    await kernel.run(
      "import { dropdown, interact, slider } from 'quantumtrader/research'\nlet rows = new Float64Array(0)",
    );
    const open = { comm_id: 'page', target_name: 'jupyter.widget.control', data: {} };
    await kernel.client.published(kernel.client.send('shell', 'comm_open', open));
    let early = 0;
    for (let run = 1; run <= WARM_UP + runs; run++) {
      const { published } = await kernel.run(CELL);
      const id = published.find(({ content }) => content.data?.state?._model_name === 'IntSliderModel')?.content
        .comm_id;
      const moved = await kernel.tell(id, { method: 'update', state: { value: run % 5 } });
      if (!moved.some(({ type }) => type === 'update_display_data')) throw new Error(`run ${run} was not drawn anew`);
      if (run === WARM_UP) early = await heldBytes();
    }
    const growth = ((await heldBytes()) - early) / runs;
    return { growth, openComms: Object.keys(await kernel.openComms('jupyter.widget')).length };
  } finally {
    kernel.close();
  }
}
