import { describe, expect, it } from '@jest/globals';
import { COMMAND_OPERATIONS } from '@interlock/gateway';
import { policeNode } from '@interlock/police';

/** Written by hand: whose own token stands beside the caller's. */
const SECOND: Readonly<Record<string, readonly string[]>> = {
  // two officers; a lead acts, and does not sign beside.
  ...{ orderStops: ['officer', 'duty-officer'], correctStop: ['officer', 'duty-officer'], renewStop: ['officer', 'duty-officer'] },
  // a long review alone.
  acceptCase: ['approving-head'],
  //
  ...{ fileCase: ['approving-head'], refuseFiling: ['approving-head'] },
  //
  ...{ orderFreezes: ['approving-head'], renewFreeze: ['approving-head'], liftFreeze: ['approving-head'] },
};

const operations = COMMAND_OPERATIONS.filter(({ contract }) => contract.name.startsWith('police.'));

describe('P1: the API and the police go by the same people', () => {
  it.each(operations)('$mutation: the same may try, and the same sign beside', ({ mutation, contract, allow, second }) => {
    const route = policeNode.commands.find(({ name }) => name === contract.name);
    expect(route?.roles.map((role) => `police/${role}`).sort()).toEqual([...allow].sort());
    expect(route?.secondRoles ?? []).toEqual(SECOND[mutation] ?? []);
    expect(second !== undefined).toBe(mutation in SECOND);
  });

  it('no command of the police is without its operation', () => {
    expect(policeNode.commands.map(({ name }) => name).sort()).toEqual(operations.map(({ contract }) => contract.name).sort());
  });
});
