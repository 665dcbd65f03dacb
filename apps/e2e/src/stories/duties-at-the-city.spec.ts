import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf, isAfter, plusHours } from '@interlock/kernel';
import { type Cast, type StoryResult } from '@interlock/simulator';
import { shipped } from './load.suite.ts';
import { type MemoryCity, playOnWholeCity } from './memory-city.suite.ts';

type Row = Readonly<Record<string, unknown>>;

let city: MemoryCity;
let result: StoryResult;

beforeAll(async () => {
  ({ city, result } = await playOnWholeCity(shipped('wuyi-1.66m')));
}, 30_000);
afterAll(async () => {
  expect(city.troubles).toEqual([]);
  expect(city.parked()).toEqual([]);
  await city.stop();
});

function cast(text: string): Cast {
  const [member = '', role = ''] = text.split('/');
  return { member, role, person: 's-1', unit: 'city-centre' };
}
const COORDINATOR = 'police/coordinator';
const OFFICER = 'police/duty-officer';

/** All items of a list, page by page, as small as pages can be. */
async function listed(as: string, name: string, field: string, body: Row = {}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | undefined; ;) {
    const page = rowOf(
      await city.ask(name.split('.')[0] ?? '', { name, body: { limit: 3, ...body, ...(after && { after }) }, by: cast(as) }),
    );
    rows.push(...listIn(page, 'items').map((item) => rowOf(item[field])));
    if (page['hasMore'] !== true) return rows;
    after = String(page['endCursor']);
  }
}

async function asked(as: string, name: string, body: Row = {}): Promise<Row> {
  return rowOf(await city.ask('city', { name, body, by: cast(as) }));
}

function duties(as: string, body: Row = {}): Promise<readonly Row[]> {
  return listed(as, 'city.duties.v1', 'duty', body);
}

function rowOf(value: unknown): Row {
  return Object.fromEntries(Object.entries(value ?? {}));
}

function listIn(row: Row, field: string): readonly Row[] {
  const list = row[field];
  if (!Array.isArray(list)) throw new Error(`No list ${field}`);
  return list.map(rowOf);
}

/** Members of these duties, each once. */
function membersOf(rows: readonly Row[]): readonly unknown[] {
  return [...new Set(rows.map(({ member }) => member))].sort();
}

/** What office and city both say of a duty. */
function known({ caseId, dutyId, member, post, dueAt, state, isOverdue, rule }: Row): Row {
  return { caseId, dutyId, member, post, dueAt, state, isOverdue, rule };
}

describe('R-814: after the Wuyi story, duties by member at the city', () => {
  it('are what the office says, for police and coordinators', async () => {
    const atOffice = await listed(COORDINATOR, 'office.duties.v1', 'duty');
    expect(atOffice.length).toBeGreaterThan(4);
    for (const reader of [COORDINATOR, 'police/office-head', OFFICER, 'police/approving-head'])
      expect((await duties(reader)).map(known)).toEqual(atOffice.map(known));
  });

  it('are a member’s own for its operator, lead and liaison, whatever they ask for', async () => {
    const all = await duties(OFFICER);
    expect(membersOf(all).length).toBeGreaterThan(3);
    for (const member of membersOf(all)
      .map(String)
      .filter((one) => one !== 'police')) {
      const own = all.filter((duty) => duty['member'] === member);
      for (const role of ['operator', 'lead', 'liaison']) {
        const reader = `${member}/${role}`;
        expect(await duties(reader)).toEqual(own);
        expect(await duties(reader, { member })).toEqual(own);
        expect(await duties(reader, { caseId: own[0]?.['caseId'] })).toEqual(own);
        expect(await duties(reader, { member: 'police' })).toEqual([]);
      }
    }
  });

  it('are none for a member without one, nor its case', async () => {
    const caseId = (await duties(OFFICER))[0]?.['caseId'];
    expect(await duties('tax/liaison')).toEqual([]);
    expect(await duties('tax/liaison', { caseId })).toEqual([]);
    await expect(asked('tax/lead', 'city.case.v1', { caseId })).rejects.toThrow('NOT_ALLOWED');
    for (const stranger of ['police/liaison', 'police/operator']) expect(membersOf(await duties(stranger))).toEqual(['police']);
  });

  it('are refused to whoever has no part in it', async () => {
    for (const reader of ['congress/supervisor', 'audit/auditor', 'bank-industry/officer', 'bank-industry/coordinator'])
      await expect(duties(reader)).rejects.toThrow('NOT_ALLOWED');
  });

  it('name nobody’s account, number or money', async () => {
    expect(JSON.stringify(await duties(OFFICER))).not.toMatch(/[anp]1\.[a-z2-7]{26}|Fen/);
  });

  it('are in the member’s feed, its own only, without a gap', async () => {
    const [duty] = (await duties(OFFICER)).filter(({ dutyId }) => String(dutyId).startsWith('answer-orders/'));
    const bank = String(duty?.['member']);
    const { entries } = await asked(`${bank}/lead`, 'city.feed.v1', { limit: 200 });
    const rows = listIn({ entries }, 'entries');
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
    const assigned = rows.filter(({ kind }) => kind === 'office.duties-assigned.v1').flatMap(({ data }) => listIn(rowOf(data), 'duties'));
    expect(assigned.map(({ dutyId }) => dutyId)).toContain(duty?.['dutyId']);
    expect(membersOf(assigned)).toEqual([bank]);
  });
});

describe('the register and the warnings at the city', () => {
  it('R-804: shows the 43 members with their posts to every member', async () => {
    for (const reader of ['tax/liaison', 'bank-rural/operator', OFFICER]) {
      const members = listIn(await asked(reader, 'city.members.v1'), 'members');
      expect(members).toHaveLength(43);
      for (const member of members) expect(member['posts']).not.toEqual([]);
    }
    expect(listIn(await asked(OFFICER, 'city.members.v1', { kind: 'bank' }), 'members')).toHaveLength(9);
  });

  it('R-501: keeps warnings for police and office', async () => {
    expect(await listed(OFFICER, 'city.warnings.v1', 'warning')).toEqual([]);
    await expect(asked('bank-rural/operator', 'city.warnings.v1')).rejects.toThrow('NOT_ALLOWED');
  });
});

describe('what becomes of a duty', () => {
  it('R-814, S4: moves to another member with the handover, and out of the sight of the first', async () => {
    const [duty] = await duties('publicity/liaison');
    const [caseId, dutyId] = [duty?.['caseId'], duty?.['dutyId']];
    await act('publicity/liaison', 'office.offer-handover.v1', {
      caseId,
      dutyId,
      toMember: 'media-group',
      toPost: 'liaison',
      reason: 'press',
    });
    expect(await duties('publicity/liaison', { caseId })).toMatchObject([{ dutyId, offeredTo: { member: 'media-group' } }]);
    await act('media-group/liaison', 'office.answer-handover.v1', { caseId, dutyId, accept: true });
    expect(await duties('publicity/liaison')).toEqual([]);
    expect(await duties('media-group/operator')).toMatchObject([{ dutyId, member: 'media-group', state: 'accepted', offeredTo: null }]);
    expect(await lastEntry('publicity/liaison')).toMatchObject({ type: 'left', subject: `${String(caseId)}/${String(dutyId)}` });
    expect(await lastEntry('media-group/liaison')).toMatchObject({ type: 'entered', data: { change: 'handed-over' } });
  });

  it('D-03, R-811: stands first when overdue, with the steps of the ladder, for the member and the police', async () => {
    await city.goTo(plusHours(city.now(), 30));
    // Each step of the ladder makes the next one due.
    for (let due = city.nextDue(); due !== undefined && !isAfter(due, city.now()); due = city.nextDue()) {
      await city.fireDue();
      await city.settled();
    }
    const [first] = await duties('media-group/liaison');
    expect(first).toMatchObject({ isOverdue: true, state: 'accepted' });
    expect(listIn(rowOf(first), 'escalations').map(({ level, to, rule }) => ({ level, to, rule }))).toEqual([
      { level: 0, to: 'holder', rule: 'D-03' },
      { level: 1, to: 'deputy', rule: 'D-03' },
      { level: 2, to: 'joint-office', rule: 'D-03' },
    ]);
    const ranks = (await duties(OFFICER)).map(
      ({ isOverdue, state }) => isOverdue === true && (state === 'assigned' || state === 'accepted'),
    );
    expect(ranks).toContain(true);
    expect(ranks).toEqual([...ranks].sort((one, other) => Number(other) - Number(one)));
    expect((await duties(OFFICER)).map(known)).toEqual((await listed(COORDINATOR, 'office.duties.v1', 'duty')).map(known));
  });

  it('R-804: shows who is at the centre as the office tells it', async () => {
    await act('tax/liaison', 'office.record-presence.v1', { is: 'on-duty' });
    const members = listIn(await asked(OFFICER, 'city.members.v1'), 'members');
    expect(members.find(({ member }) => member === 'tax')).toMatchObject({ present: [{ person: 's-1' }] });
  });

  it('is nothing to the money of the story', () => {
    expect(result.checks.filter((check) => check.result !== 'ok')).toEqual([]);
  });
});

async function act(as: string, name: string, body: Row): Promise<void> {
  const answer = await city.send('office', { name, commandId: idOf(as, name, JSON.stringify(body)), body, by: cast(as) });
  expect(answer).toMatchObject({ ok: true });
  await city.settled();
}

async function lastEntry(as: string): Promise<Row | undefined> {
  return listIn(await asked(as, 'city.feed.v1', { limit: 200 }), 'entries').at(-1);
}
