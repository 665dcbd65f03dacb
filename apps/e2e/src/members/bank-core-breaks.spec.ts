import { describe, expect, it } from '@jest/globals';
import { bankNode } from '@interlock/bank';
import { type CoreBanking, type Instant, idOf, instant, plusMs } from '@interlock/kernel';
import { type World, createWorld } from '@interlock/simulator';
import { startMember } from './one-member.suite.ts';

const START = instant('2021-03-22T04:00:00.000Z');
const FIRST_END = instant('2021-09-22T04:00:00.000Z');
const RENEWED_UNTIL = instant('2022-03-22T04:00:00.000Z');
const MULE = { key: 'mule', bank: 'bank-rural', number: '6230520000000000012', holder: '张某', openingFen: 800_00 };
const freezeId = idOf('freeze');

type Call = 'freeze' | 'extendFreeze' | 'unfreeze';

/** The first call of one kind breaks off: before the core acted, or after, so that its answer is lost. */
function breaking(core: CoreBanking, call: Call, when: 'before' | 'after') {
  const keys: string[] = [];
  const once = async <Answer>(kind: Call, key: string, act: () => Promise<Answer>): Promise<Answer> => {
    if (kind !== call) return act();
    keys.push(key);
    if (keys.length > 1) return act();
    if (when === 'after') await act();
    throw new Error('The connection to the core broke');
  };
  const broken: CoreBanking = {
    ...core,
    freeze: (request) => once('freeze', request.key, () => core.freeze(request)),
    extendFreeze: (request) => once('extendFreeze', request.key, () => core.extendFreeze(request)),
    unfreeze: (request) => once('unfreeze', request.key, () => core.unfreeze(request)),
  };
  return { broken, keys };
}

async function startBank(broken?: { readonly call: Call; readonly when: 'before' | 'after' }) {
  let reachedAt: Instant | undefined;
  let world: World | undefined;
  let keys: readonly string[] = [];
  const bank = await startMember({
    code: 'bank-rural',
    definition: bankNode,
    startsAt: START,
    ports(given) {
      const clock = { now: () => reachedAt ?? given.clock.now() };
      world = createWorld({ ...given, clock, seed: 'bank-core-breaks' });
      const core = world.bank('bank-rural');
      if (!broken) return { core };
      const faulty = breaking(core, broken.call, broken.when);
      keys = faulty.keys;
      return { core: faulty.broken };
    },
  });
  if (!world) throw new Error('The bank asked for no core');
  world.openAccount(MULE);
  const accountRef = bank.references.account(MULE.bank, MULE.number);
  const about = { freezeId, caseId: idOf('case'), accountRef };
  return {
    ...{ bank, world, keys, accountRef, about },
    /** What the bank asks from now on reaches its core at that moment. */
    reachesCoreAt(at: Instant) {
      reachedAt = at;
    },
    async freeze(name = 'freeze', sumFen = 500_00) {
      await bank.tell('police', {
        type: 'police.freeze-ordered.v1',
        ...{ ...about, freezeId: idOf(name), applicationId: idOf('application', name), caseNo: '2021-1', bank: 'bank-rural' },
        ...{ sumFen, filingId: idOf('filing'), orderedAt: bank.now(), months: 6 },
      });
      await bank.command('bank.answer-freeze.v1', { accountRef, freezeId: idOf(name) });
    },
    renew: () => bank.tell('police', { type: 'police.freeze-renewed.v1', ...about, until: RENEWED_UNTIL }),
  };
}

describe('R-205, R-207: a call to the core that breaks off is made again under its key', () => {
  it.each<readonly [Call, 'before' | 'after']>([
    ['freeze', 'before'],
    ['freeze', 'after'],
    ['extendFreeze', 'before'],
    ['extendFreeze', 'after'],
    ['unfreeze', 'before'],
    ['unfreeze', 'after'],
  ])('%s, broken off %s the core acted', async (call, when) => {
    const { bank, world, keys, accountRef, about, freeze, renew } = await startBank({ call, when });
    await freeze();
    await renew();
    await bank.goTo(FIRST_END);
    expect(world.balance('mule')).toMatchObject({ freeFen: 300_00 });
    expect(world.history().freezes).toMatchObject([{ frozenFen: 500_00, until: RENEWED_UNTIL }]);
    await bank.tell('police', { type: 'police.freeze-lift-ordered.v1', ...about, orderedAt: bank.now() });
    await bank.command('bank.answer-lift.v1', { accountRef, freezeId });
    expect(world.balance('mule')).toMatchObject({ freeFen: 800_00 });
    expect((await bank.heard('police')).map(({ type }) => type)).toEqual(['bank.freeze-applied.v1', 'bank.freeze-lifted.v1']);
    await bank.stop();
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(bank.troubles).toHaveLength(1);
  });

  it('a renewal that reaches the core after the old end finds the money free: the police hear since when, and the queue moves up', async () => {
    const { bank, world, freeze, renew, reachesCoreAt } = await startBank();
    await freeze('freeze', 800_00);
    await freeze('next', 200_00);
    await bank.goTo(plusMs(FIRST_END, -1));
    reachesCoreAt(FIRST_END);
    await renew();
    const next = { type: 'bank.freeze-applied.v1', freezeId: idOf('next'), frozenFen: 200_00, answeredAt: FIRST_END };
    expect((await bank.heard('police')).slice(-2)).toMatchObject([{ type: 'bank.freeze-lifted.v1', freezeId, liftedAt: FIRST_END }, next]);
    expect(world.balance('mule')).toMatchObject({ freeFen: 600_00 });
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ freezes: [{ freezeId: idOf('next') }] });
    await bank.goTo(FIRST_END);
    expect((await bank.heard('police')).filter(({ type }) => type === 'bank.freeze-lifted.v1')).toHaveLength(1);
    await bank.stop();
    expect(bank.troubles).toEqual([]);
  });
});
