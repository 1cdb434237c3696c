// Which strategy says what the inputs of a model are: none, one that is named, one that trades it; and what is said where nobody does.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type AskedInputs, modelFeatures } from '../../src/cli/model-features.ts';

const root = join(import.meta.dirname, 'support', 'own-package');
const strategyFile = join(root, 'strategies', 'own-inputs.ts');

function asked(name: string, ...inputs: readonly string[]): AskedInputs {
  return { name, inputs, file: 'model.json' };
}

it('asks no strategy where the catalogue knows every input', async () => {
  const { strategy, features } = await modelFeatures(asked('own-model', 'rsi_14'), undefined, root);
  expect(strategy).toBeUndefined();
  expect(features('rsi_14')?.meta.id).toBe('rsi_14');
  expect(features('bodyTicks')).toBeUndefined();
});

it('finds the strategy that trades the model, past one that cannot be loaded', async () => {
  const { strategy, features } = await modelFeatures(asked('own-model', 'rsi_14', 'bodyTicks'), undefined, root);
  expect(strategy).toBe('own-inputs');
  expect(features('bodyTicks')).toMatchObject({ own: true, meta: { id: 'bodyTicks', unit: 'ticks' } });
  expect(features('rsi_14')?.meta.id).toBe('rsi_14');
});

it('takes the strategy that is named, by name or file, whatever model it trades', async () => {
  for (const named of ['own-inputs', strategyFile]) {
    const { strategy, features } = await modelFeatures(asked('another', 'bodyTicks'), named, root);
    expect(strategy).toBe('own-inputs');
    expect(features('bodyTicks')?.meta.id).toBe('bodyTicks');
  }
});

it('reads inputs of another instrument by the role that the strategy gives it', async () => {
  const { features } = await modelFeatures(asked('another', 'trade.rsi_14'), strategyFile, root);
  expect(features('trade.rsi_14')).toMatchObject({ role: 'trade', meta: { id: 'rsi_14' } });
});

it('says which input nobody knows, and what to do', async () => {
  const refused = (model: AskedInputs, named?: string) => expect(modelFeatures(model, named, root)).rejects;
  await refused(asked('stray', 'rsi_14', 'bodyTicks')).toMatchObject({
    ...{ code: 'model-features', field: 'inputs.1' },
    message: 'model.json: input bodyTicks is no feature of the catalogue',
    fix: expect.stringContaining(
      '--strategy NAME or FILE (none in strategies/ trades stray; unloadable cannot be loaded)',
    ),
  });
  await refused(asked('own-model', 'bodyTicks', 'wickTicks')).toMatchObject({
    ...{ code: 'model-features', field: 'inputs.1' },
    message: 'model.json: input wickTicks is no feature of the strategy own-inputs, which trades own-model',
  });
  await refused(asked('own-model', 'wickTicks'), 'own-inputs').toMatchObject({
    ...{ code: 'model-features', field: 'inputs.0' },
    message: 'model.json: input wickTicks is no feature of the strategy own-inputs',
  });
  await refused(asked('own-model', 'rsi_14'), 'own-input').toMatchObject({ code: 'strategy-unknown' });
  await refused(asked('own-model', 'rsi_14'), 'unloadable').toMatchObject({ code: 'strategy-broken' });
});
