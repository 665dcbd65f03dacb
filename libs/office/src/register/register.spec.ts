import { describe, expect, it } from '@jest/globals';
import { type Unit, readRegister, unitProblems } from './register.ts';

const county: Unit = { code: 'lanxi', kind: 'county', zh: '兰溪市', en: 'Lanxi' };
const town: Unit = { code: 'lanxi-lanjiang', kind: 'township', zh: '兰江街道', en: 'Lanjiang', parent: 'lanxi' };

describe('R-902: the units of the city are a tree', () => {
  it('the register as it ships has no problem', () => {
    expect(unitProblems(readRegister().units)).toEqual([]);
    expect(unitProblems([county, town])).toEqual([]);
  });

  it('a township belongs to a county-level unit of the list', () => {
    const { parent: _, ...alone } = town;
    expect(unitProblems([town])).toEqual(['lanxi-lanjiang belongs to no county-level unit']);
    expect(unitProblems([county, alone])).toEqual(['lanxi-lanjiang belongs to no county-level unit']);
    expect(unitProblems([county, town, { ...town, code: 'lanxi-yunshan', parent: 'lanxi-lanjiang' }])).toEqual([
      'lanxi-yunshan belongs to no county-level unit',
    ]);
  });

  it('a county-level unit belongs to the city alone, and nothing stands there twice', () => {
    expect(unitProblems([county, { ...county, code: 'pujiang', parent: 'lanxi' }])).toEqual(['pujiang is a county-level unit under lanxi']);
    expect(unitProblems([county, county])).toEqual(['lanxi stands there twice']);
  });
});
