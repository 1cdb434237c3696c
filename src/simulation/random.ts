// Takes a seed and a name; gives a stream of reproducible random numbers that no other stream can shift.

import { assert } from '../core/assert.ts';

const UINT32 = 4_294_967_296;
/** Above this mean a Poisson draw is split into two of half the mean, which keeps the product of uniforms from underflow. */
const POISSON_DIRECT_MEAN = 30;

/**
 * xoshiro128** (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), its state filled by
 * splitmix32 from the seed and an FNV-1a hash of the name. A stream depends on its seed and name only, never on how many
 * numbers others drew: adding a consumer changes nothing for those that exist.
 */
export class Random {
  readonly seed: number;
  readonly name: string;
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spareNormal = 0;
  private hasSpareNormal = false;

  /** `seed` is a safe integer, 0 or more. */
  constructor(seed: number, name = '') {
    assert(Number.isSafeInteger(seed) && seed >= 0, `a seed is a whole number from 0 on, not ${seed}`);
    this.seed = seed;
    this.name = name;
    let mix = fnv1a(name) ^ (seed | 0) ^ Math.imul(Math.floor(seed / UINT32), 0x9e3779b1);
    const next = (): number => {
      mix = (mix + 0x9e3779b9) | 0;
      let z = mix ^ (mix >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.a = next();
    this.b = next();
    this.c = next();
    // xoshiro never leaves the state of all zeros; one set bit excludes it
    this.d = next() | 1;
  }

  /** The sub-stream of a name: same seed and path, same numbers, whatever this stream has given out. */
  stream(name: string): Random {
    return new Random(this.seed, `${this.name}/${name}`);
  }

  /** Integer 0 to 2^32 − 1. */
  uint32(): number {
    const scrambled = Math.imul(this.b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), steps of 2^−32. */
  float(): number {
    return this.uint32() / UINT32;
  }

  /** Whole number from 0 to `below` − 1; `below` is 1 to 2^32. */
  integer(below: number): number {
    return Math.floor(this.float() * below);
  }

  /** True with probability `share`, 0 to 1. */
  chance(share: number): boolean {
    return this.float() < share;
  }

  /** Standard normal, by the polar method of Marsaglia. */
  normal(): number {
    if (this.hasSpareNormal) {
      this.hasSpareNormal = false;
      return this.spareNormal;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.float() - 1;
      y = 2 * this.float() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.spareNormal = y * scale;
    this.hasSpareNormal = true;
    return x * scale;
  }

  /** Exponential with this mean, above 0. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  /** Poisson count with this mean, 0 or more; takes time in proportion to the mean. */
  poisson(mean: number): number {
    if (mean > POISSON_DIRECT_MEAN) return this.poisson(mean / 2) + this.poisson(mean / 2);
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.float(); product > limit; product *= this.float()) count += 1;
    return count;
  }

  /** One of the items, each as likely; there must be one. */
  choice<T>(items: readonly T[]): T {
    assert(items.length > 0, 'a choice needs at least one item');
    return items[this.integer(items.length)]!;
  }
}

/** 32-bit FNV-1a over the UTF-16 units of a text. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
