import { describe, expect, it } from '@jest/globals';
import { shipped } from './load.suite.ts';
import { playInMemory } from './memory-city.suite.ts';

describe('the stories that ship', () => {
  it.each(['wuyi-1.66m', 'two-victims-one-mule', 'lapse-and-freeze'])('%s plays as its file expects', async (name) => {
    const { result, city } = await playInMemory(shipped(name));
    expect(result.checks.filter((check) => check.result !== 'ok')).toEqual([]);
    expect(city.troubles).toEqual([]);
    await city.stop();
  });
});
