// Settings and costs of the simulation: presets, refused values, canonical text, exact amounts.
import { describe, expect, it } from 'vitest';
import { contractCostsE4, timesCosts, wdoCosts } from '../../src/simulation/costs.ts';
import { canonicalSettings, simulationPresets, simulationSettings } from '../../src/simulation/settings.ts';

describe('settings', () => {
  it('are a preset with changes', () => {
    expect(simulationSettings('ticks')).toEqual(simulationPresets.ticks);
    expect(simulationSettings('bars', { slippageTicks: 3 })).toEqual({ ...simulationPresets.bars, slippageTicks: 3 });
  });

  it('refuse values out of range', () => {
    expect(() => simulationSettings('ticks', { orderLatencyUs: -1 })).toThrow('orderLatencyUs');
    expect(() => simulationSettings('ticks', { slippageTicks: 0.5 })).toThrow('slippageTicks');
    expect(() => simulationSettings('ticks', { clockTickUs: 0 })).toThrow('clockTickUs');
    expect(() => simulationSettings('ticks', { unknownSizeContracts: 0 })).toThrow('unknownSizeContracts');
    expect(() => simulationSettings('ticks', { rejectShare: 1.5 })).toThrow('rejectShare');
    expect(() => simulationSettings('ticks', { halfSpreadTicks: Number.NaN })).toThrow('halfSpreadTicks');
    expect(() => simulationSettings('ticks', { costs: { ...wdoCosts, brokerageBrl: -1 } })).toThrow('never negative');
  });

  it('have one canonical text, whatever the order of their fields', () => {
    const settings = simulationSettings('ticks');
    const { costs, ...rest } = settings;
    const reversed = Object.fromEntries(Object.entries(rest).reverse()) as typeof rest;
    const turned = {
      costs: { factor: 1, brokerageBrl: costs.brokerageBrl, exchangeFeeBrl: costs.exchangeFeeBrl },
      ...reversed,
    };
    expect(canonicalSettings(turned)).toBe(canonicalSettings(settings));
    expect(JSON.parse(canonicalSettings(settings))).toEqual(settings);
    expect(canonicalSettings(simulationSettings('ticks', { slippageTicks: 1 }))).not.toBe(canonicalSettings(settings));
  });
});

describe('costs', () => {
  it('are exact ten-thousandths of a real, never rounded down', () => {
    expect(contractCostsE4({ exchangeFeeBrl: 0.25, brokerageBrl: 0.1, factor: 1 })).toBe(3500);
    expect(contractCostsE4(timesCosts({ exchangeFeeBrl: 0.25, brokerageBrl: 0.1, factor: 1 }, 2))).toBe(7000);
    expect(contractCostsE4({ exchangeFeeBrl: 0.0001, brokerageBrl: 0, factor: 1.5 })).toBe(2);
    expect(contractCostsE4({ exchangeFeeBrl: 1, brokerageBrl: 0, factor: 1.1 })).toBe(11_000);
    expect(() => contractCostsE4({ exchangeFeeBrl: 0.00001, brokerageBrl: 0, factor: 1 })).toThrow('not an amount');
  });
});
