import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NodeCommand, NodesModule } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { createVirtualClock, createWorld } from '@interlock/simulator';
import { idOf, instant } from '@interlock/kernel';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { Fault } from '../faults/fault.ts';
import { createTokenDesk } from '../play/token-desk.ts';
import { verifyCity } from '../upkeep/verify.ts';
import { existingDataFolder, openDataFolder } from './data-folder.ts';
import { type EmbeddedCity, openEmbeddedCity } from './embedded-city.ts';
import { rosterOf } from './roster.ts';
import { verifyAtNode } from './verify-tokens.ts';

jest.setTimeout(60_000);

const register = readRegister();
const codes = rosterOf(register.members).map(({ code }) => code);
const clock = { ...createVirtualClock(instant('2021-03-22T03:50:00.000Z')), wakeAt: () => () => undefined };
let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'interlock-embedded-'));
});
afterEach(() => {
  rmSync(path, { recursive: true, force: true });
});

async function open(more: { readonly logBytesMax?: number } = {}): Promise<EmbeddedCity & { end(): Promise<void> }> {
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
