import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CommandRoute,
  type Instant,
  type Node,
  type NodeDefinition,
  answerOf,
  answerOfParts,
  fromMs,
  idOf,
  refusal,
  toMs,
} from '@interlock/kernel';
import { type HouseParts, type Houses, houseNode, letters, makeParts, startHouses } from './two-houses.suite.ts';

const COMMAND = '0b7e9a0c-1111-4111-8111-000000000021';
const VALID_MS = 120_000;

interface Letter {
  readonly to: string;
  readonly words: string;
}

/** One letter, or one to each of many: one append each, as an action over many accounts. */
const postLetter: CommandRoute = {
  name: 'house.post-letter.v1',
  roles: ['clerk'],
  async handle({ commandId, actor, body }, context) {
    if (!isLetter(body)) return refusal({ code: 'INVALID' });
    const command = { type: 'Post', ...body } as const;
    return answerOf(await context.handle(letters, { commandId, key: 'l-1', command, actor, body }), () => ({ letter: 'l-1' }));
  },
};
const postLetters: CommandRoute = {
  name: 'house.post-letters.v1',
  roles: ['clerk'],
  async handle({ commandId, actor, body }, context) {
    const parts = [];
    for (const letter of Array.isArray(body) ? body.map(String) : []) {
      const command = { type: 'Post', to: 'south', words: letter } as const;
      const one = { commandId: idOf(commandId, letter), key: letter, command, actor, body: { letter } };
      parts.push({ about: { letter }, handled: await context.handle(letters, one) });
    }
    return answerOfParts('letters', parts, () => ({}));
  },
};
const definition: NodeDefinition = { ...houseNode, commands: [postLetter, postLetters] };

let parts: HouseParts;
let houses: Houses;
let north: Node;
let validUntil: Instant;
const send = (
  body: unknown,
  { person = 'p-1', name = postLetter.name, commandId = COMMAND }: { person?: string; name?: string; commandId?: string } = {},
) => north.execute({ name, commandId, body, validUntil, actor: { kind: 'person', member: 'north', person, role: 'clerk', unit: 'desk' } });
const HELLO = { to: 'south', words: 'hello' };

beforeEach(async () => {
  parts = makeParts(['north', 'south']);
  houses = await startHouses(parts, definition);
  north = houses.node('north');
  validUntil = fromMs(toMs(parts.clock.now()) + VALID_MS);
});
afterEach(async () => {
  await houses.settled();
  await houses.stop();
  expect(parts.troubles).toEqual([]);
});

describe('D-01: a command that comes too late', () => {
  it('gets its first answer if it was carried out, however late it is repeated', async () => {
    const first = await send(HELLO);
    parts.clock.advance(VALID_MS + 1);
    expect(await send(HELLO)).toEqual({ ...first, repeated: true });
  });

  it('is refused and leaves nothing if it was not', async () => {
    parts.clock.advance(VALID_MS + 1);
    expect(await send(HELLO)).toEqual({ ok: false, errors: [{ code: 'COMMAND_EXPIRED', details: { validUntil } }] });
    expect((await north.store.readStream('letter-l-1')).head).toBe(-1);
  });

  it('is still in time on its last instant', async () => {
    parts.clock.advance(VALID_MS);
    expect(await send(HELLO)).toMatchObject({ ok: true, repeated: false });
  });

  it('is told of each part: what was done then, and what is not done now', async () => {
    await send(['a'], { name: postLetters.name });
    parts.clock.advance(VALID_MS + 1);
    expect(await send(['a', 'b'], { name: postLetters.name })).toMatchObject({
      ok: false,
      errors: [{ code: 'COMMAND_EXPIRED', details: { letter: 'b' } }],
      outcome: {
        letters: [
          { letter: 'a', ok: true, repeated: true },
          { letter: 'b', ok: false },
        ],
      },
    });
    expect((await north.store.readStream('letter-b')).head).toBe(-1);
  });
});

describe('C2: an answer belongs to the person who got it', () => {
  it('the same id and body of another person of the house is a conflict, after a restart too', async () => {
    await send(HELLO);
    const conflict = { ok: false, errors: [{ code: 'IDEMPOTENCY_CONFLICT', details: { commandId: COMMAND } }] };
    expect(await send(HELLO, { person: 'p-2' })).toEqual(conflict);
    await houses.settled();
    await houses.stop();
    houses = await startHouses({ ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys }, definition);
    north = houses.node('north');
    expect(await send(HELLO, { person: 'p-2' })).toEqual(conflict);
    expect(await send(HELLO)).toMatchObject({ ok: true, repeated: true });
  });
});

describe('where a repetition stands', () => {
  it('is where the first answer stood, behind the facts that others were told, whatever came since', async () => {
    const first = await send(HELLO);
    expect(first.position).toBe(north.store.head());
    expect((await north.store.readStream('letter-l-1')).events.at(-1)?.position).not.toBe(first.position);
    await send(['a', 'b'], { name: postLetters.name, commandId: '0b7e9a0c-1111-4111-8111-000000000022' });
    await houses.settled();
    expect((await send(HELLO)).position).toBe(first.position);
  });

  it('is so for an action over many', async () => {
    const many = { name: postLetters.name };
    const first = await send(['a', 'b', 'c'], many);
    expect((await send(['a', 'b', 'c'], many)).position).toBe(first.position);
  });
});

function isLetter(body: unknown): body is Letter {
  return typeof body === 'object' && body !== null && 'to' in body && 'words' in body;
}
