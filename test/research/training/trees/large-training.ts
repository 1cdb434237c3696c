// `node large-training.ts ROWS INPUTS ROUNDS`: boosted trees on so many seeded rows in a process of its own; its peak of memory, as JSON, out.
import { train } from '../../../../src/research/training/train.ts';
import { Random } from '../../../../src/simulation/random.ts';

const [rows, inputs, rounds] = process.argv.slice(2).map(Number) as [number, number, number];
const random = new Random(1, 'large');
const columns = Array.from({ length: inputs }, () => {
  const column = new Float32Array(rows);
  for (let i = 0; i < rows; i++) column[i] = random.float();
  return column;
});
const label = new Float64Array(rows);
for (let i = 0; i < rows; i++) label[i] = Number(columns[0]![i]! + columns[1]![i]! + random.float() > 1.5);
const names = columns.map((_, j) => `x${j}`);
const { trainingLoss } = await train(
  'trees',
  { rows, inputs: names, columns, label },
  { task: 'binary', seed: 1, rounds },
);
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ loss: trainingLoss.at(-1), peakBytes }));
