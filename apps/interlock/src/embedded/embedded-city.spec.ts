import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeCommand, NodesModule, readinessOf } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { createVirtualClock, createWorld } from '@interlock/simulator';
import { makeMemoryEventStore, startKurrentSimulator } from '@interlock/adapters';
import { type Node, type Position, type ReadStreamOptions, idOf, instant } from '@interlock/kernel';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { existingDataFolder, Fault, openDataFolder, rosterOf, verifyAtNode } from '@interlock/hosting';
import { cityOnBuses } from '../play/city-on-buses.ts';
import { registerMembers } from '../play/register-members.ts';
import { createTokenDesk } from '../play/token-desk.ts';
import { verifyCity } from '../upkeep/verify.ts';
import { type EmbeddedCity, type EmbeddedOptions, openEmbeddedCity } from './embedded-city.ts';

const register = readRegister();
const codes = rosterOf(register.members).map(({ code }) => code);
const clock = { ...createVirtualClock(instant('2021-03-22T03:50:00.000Z')), wakeAt: () => () => undefined };
const apps: INestApplicationContext[] = [];
let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'interlock-embedded-'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  rmSync(path, { recursive: true, force: true });
});

async function open(more: Partial<Pick<EmbeddedOptions, 'logBytesMax' | 'store'>> = {}): Promise<EmbeddedCity & { end(): Promise<void> }> {
  const folder = openDataFolder(path, codes);
  const world = createWorld({ clock, references: folder.references, seed: 'embedded' });
  const outside = { core: (bank: string) => world.bank(bank), network: (operator: string) => world.operator(operator) };
  try {
    const city = await openEmbeddedCity({ ...{ folder, register, clock, outside, writerThreads: 1 }, ...more, report: () => undefined });
    return {
      ...city,
      async end() {
        await city.stop();
        folder.lock.release();
      },
    };
  } catch (error) {
    folder.lock.release();
    throw error;
  }
}

async function faultOf(work: () => unknown): Promise<Fault> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('It did not fail');
}

describe('the data folder', () => {
  it('is one process’s, and one opening’s', async () => {
    const folder = openDataFolder(path, codes);
    expect((await faultOf(() => openDataFolder(path, codes))).text).toMatchObject({ code: 'DATA_IN_USE', exit: 4 });
    folder.lock.release();
    openDataFolder(path, codes).lock.release();
  });

  it.each([
    ['{"version":2}', 'DATA_NEWER'],
    ['{"version":', 'DATA_DAMAGED'],
    ['[]', 'DATA_DAMAGED'],
  ])('that says %s of itself is refused with %s and left as it is', async (text, code) => {
    writeFileSync(join(path, 'interlock.json'), text);
    expect((await faultOf(() => openDataFolder(path, codes))).text.code).toBe(code);
    expect((await faultOf(() => existingDataFolder(path))).text.code).toBe(code);
  });

  it('that holds no city is none to look at', async () => {
    expect((await faultOf(() => existingDataFolder(path))).text).toMatchObject({ code: 'DATA_MISSING', exit: 3 });
  });
});

describe('an embedded city', () => {
  it('keeps its logs over a restart, sealed to the last event', async () => {
    const first = await open();
    await first.settled();
    const heads = first.all().map((node) => node.store.head());
    await first.end();
    const again = await open();
    expect(again.all().map((node) => node.store.head())).toEqual(heads);
    expect(again.roster.map(({ code }) => again.sealed(code)?.sealedSize)).toEqual(heads.map((head) => Number(head) + 1));
    expect(again.roster.map(({ code }) => again.sealed(code)?.sealedThrough)).toEqual(heads);
    await again.end();
  });

  it('that cannot open one node closes the others: mended, it opens in the same process', async () => {
    await (await open()).end();
    const folder = existingDataFolder(path);
    rmSync(folder.keys('bank-city'));
    writeFileSync(folder.keys('bank-city'), 'no keys\n');
    const { text } = await faultOf(() => open());
    expect(text).toMatchObject({ code: 'KEYS_DAMAGED', what: 'Node bank-city cannot start' });
    rmSync(folder.keys('bank-city'));
    await (await open()).end();
  });

  it('on KurrentDB (simulated) opens with the keys that its logs began with, and with no others', async () => {
    const simulator = await startKurrentSimulator();
    const store = { kind: 'kurrentdb', url: `${simulator.url}&discoveryInterval=20` } as const;
    try {
      await (await open({ store })).end();
      await (await open({ store })).end();
      rmSync(path, { recursive: true, force: true }); // a second process, which has a folder of its own
      const { text } = await faultOf(async () => (await open({ store })).end());
      expect(text).toMatchObject({ code: 'KEYS_OF_ANOTHER_FOLDER', exit: 4 });
      expect(text.how).toContain('INTERLOCK_KEYS');
    } finally {
      await simulator.stop();
    }
  });

  it('whose log may not grow answers STORE_FULL, answers on, and takes the same command when there is room', async () => {
    // What an empty police log takes; one page more for what is decided in it.
    const full = await open({ logBytesMax: 64 * 1_024 });
    const sent: string[] = [];
    let code = '';
    for (let number = 0; code === '' && number < 500; number += 1) {
      const answer = await reportCase(full, number);
      if (answer.ok) sent.push(String(answer.outcome['caseId']));
      else code = answer.errors[0]?.code ?? '';
    }
    expect(code).toBe('STORE_FULL');
    expect(readinessOf(full, false).problems).toContain('police cannot write its log: STORE_FULL');
    expect(sent.length).toBeGreaterThan(0);
    expect((await reportCase(full, 0)).ok).toBe(true);
    const head = full.get('police')?.store.head();
    await full.end().catch(() => undefined); // bookkeeping of the end finds no room either

    const roomy = await open();
    expect(roomy.get('police')?.store.head()).toBeGreaterThanOrEqual(head ?? 0n);
    const answer = await reportCase(roomy, sent.length);
    expect(answer).toMatchObject({ ok: true });
    for (const [number, caseId] of sent.entries()) expect((await reportCase(roomy, number)).outcome).toMatchObject({ caseId });
    await roomy.settled();
    await roomy.end();
    for (const verified of await verifyCity(path)) expect(verified).toMatchObject({ ok: true });
  });
});

describe('a folder that an earlier version wrote', () => {
  it('keeps its members as they joined, whatever their registration was then (R-804)', async () => {
    const first = await open();
    const earlier = await onBuses(first);
    const sent: string[] = [];
    // The same registration as today’s, but its body was another one: without posts.
    await registerMembers(
      {
        send: (node, command) => {
          sent.push(command.commandId);
          return earlier.send(node, { ...command, body: { members: register.members } });
        },
      },
      register,
      first.get('office'),
    );
    await first.end();

    const again = await open();
    const head = officeOf(again).store.head();
    const today = await onBuses(again);
    // Sent again it would be the same id with another body: the office refuses that.
    await expect(registerMembers({ send: today.send }, register, { store: makeMemoryEventStore() })).rejects.toMatchObject({
      text: { code: 'REGISTER_REFUSED', why: expect.stringContaining('IDEMPOTENCY_CONFLICT') },
    });
    await registerMembers(today, register, again.get('office'));
    await again.settled();
    expect(sent).toHaveLength(1);
    expect(await ofMembers(again, head)).toEqual([]);
    await again.end();
  });

  it('gets the members that it lacks, and nobody’s posts are filled anew (R-804)', async () => {
    const city = await open();
    const people = await onBuses(city);
    await registerMembers(people, register, city.get('office'));
    const head = officeOf(city).store.head();
    // As if the append of one had been lost in a crash: its posts are asked for, the others’ are not.
    const bodies: unknown[] = [];
    const lacking = {
      ...officeOf(city).store,
      readStream: async (stream: string, options?: ReadStreamOptions) =>
        stream === 'member-police' ? { events: [], head: -1 } : officeOf(city).store.readStream(stream, options),
    };
    await registerMembers(
      {
        send: (node, command) => {
          bodies.push(command.body);
          return people.send(node, command);
        },
      },
      register,
      { store: lacking },
    );
    expect(bodies).toMatchObject([
      { members: register.members.map(({ code }) => ({ code, posts: code === 'police' ? expect.anything() : [] })) },
    ]);
    await city.settled();
    // Who is asked again without a change says so, and nothing else.
    expect(new Set(await ofMembers(city, head))).toEqual(new Set(['CommandAnswered']));
    await city.end();
  });
});

function officeOf(city: EmbeddedCity): Node {
  const office = city.get('office');
  if (!office) throw new Error('The office does not run here');
  return office;
}

/** Types of what members' streams had since; the office's own checkpoints come when they come. */
async function ofMembers(city: EmbeddedCity, after: Position): Promise<readonly string[]> {
  const { events } = await officeOf(city).store.readAll({ after, limit: 1_000 });
  return events.filter(({ stream }) => stream.startsWith('member-')).map(({ type }) => type);
}

async function onBuses(city: EmbeddedCity) {
  const app = await NestFactory.createApplicationContext(NodesModule.of({ nodes: city, verify: verifyAtNode(city.issuers) }), {
    logger: false,
  });
  apps.push(app);
  return cityOnBuses(city, { commands: app.get(CommandBus), queries: app.get(QueryBus) }, { clock, goTo: () => Promise.resolve() });
}

async function reportCase(city: EmbeddedCity, number: number) {
  const tokenOf = createTokenDesk(city.issuerKeys, clock);
  const app = await NestFactory.createApplicationContext(NodesModule.of({ nodes: city, verify: verifyAtNode(city.issuers) }), {
    logger: false,
  });
  const officer = { member: 'police', person: 'p-1001', role: 'duty-officer', unit: 'city-centre' };
  const body = {
    how: 'phone',
    reportedAt: clock.now(),
    reporter: { name: '陈某', idNumber: '330723199001010025', phone: '13900000001' },
    payments: [],
  };
  const request = { name: 'police.report-case.v1', commandId: idOf('case', number), body, token: await tokenOf(officer, 'police') };
  const answer = await app.get(CommandBus).execute(new NodeCommand('police', request));
  await app.close();
  return answer;
}
