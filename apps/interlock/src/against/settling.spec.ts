import { describe, expect, it } from '@jest/globals';
import { type ControlledNode } from '@interlock/nest-kit';
import { settleAll } from './settling.ts';

const AT = '2021-03-22T04:00:00.000Z';

interface Stand {
  readonly head: number;
  readonly sent?: number;
  readonly received?: number;
  readonly problem?: string;
}

/** Police tell a bank, and it them; each look at a process is one of its stands, the last one for ever. */
async function settle(looks: { readonly police: readonly Stand[]; readonly bank: readonly Stand[] }, patienceMs = 10_000) {
  const asked: string[] = [];
  const lines: string[] = [];
  const stateOf = (node: 'police' | 'bank'): ControlledNode => {
    const stands = looks[node];
    const { head, sent = 0, received = 0, problem = null } = stands[Math.min(count(asked, node), stands.length) - 1] ?? { head: 0 };
    const other = node === 'police' ? 'bank' : 'police';
    const lanes = { sent: { [other]: sent }, received: { [other]: received } };
    return { ...{ node, kind: node, now: AT, nextDue: null, head: String(head), lanes, problem }, parked: [] };
  };
  const calls = {
    async post(host: string) {
      const node = host === 'police' ? 'police' : 'bank';
      asked.push(node);
      return { now: AT, nodes: [stateOf(node)] };
    },
  };
  const processes = () => new Map(['police', 'bank'].map((node) => [`https://${node}`, [node]]));
  const states = await settleAll({ processes }, calls, {
    patienceMs,
    progress: (line) => lines.push(line),
  });
  return { looks: asked.length / 2, heads: states.map(({ head }) => head) };
}

function count(list: readonly string[], word: string): number {
  return list.filter((one) => one === word).length;
}

describe('a city is at rest', () => {
  it('when two looks in a row show the same: one alone may have seen the first process before the second moved it', async () => {
    expect(await settle({ police: [{ head: 3 }], bank: [{ head: 5 }] })).toEqual({ looks: 2, heads: ['3', '5'] });
    const moved = await settle({ police: [{ head: 3 }, { head: 4 }], bank: [{ head: 5 }] });
    expect(moved).toEqual({ looks: 3, heads: ['4', '5'] });
  });

  it('not while a fact that was sent has not been received, though nobody moves', async () => {
    const police = [{ head: 3, sent: 7 }];
    const bank = [
      { head: 5, received: 6 },
      { head: 5, received: 6 },
      { head: 5, received: 6 },
      { head: 6, received: 7 },
    ];
    expect(await settle({ police, bank })).toEqual({ looks: 5, heads: ['3', '6'] });
  });

  it('not while a process says what keeps it from settling', async () => {
    const bank = [{ head: 5, problem: 'NODE_STUCK' }, { head: 5, problem: 'NODE_STUCK' }, { head: 5 }];
    expect(await settle({ police: [{ head: 3 }], bank })).toMatchObject({ looks: 3 });
  });

  it('or it is stuck: then the story is given up, and says at what', async () => {
    await expect(settle({ police: [{ head: 3, sent: 7 }], bank: [{ head: 5, received: 6 }] }, 100)).rejects.toMatchObject({
      text: { code: 'STORY_STUCK', why: expect.stringContaining('lane police → bank: 7 sent, 6 received') },
    });
  });
});
