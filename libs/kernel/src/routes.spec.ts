import { describe, expect, it } from '@jest/globals';
import { type NodeContext, type Request } from './commands.ts';
import { carried, commandRoute, pageOptions, queryRoute, type RequestContract } from './routes.ts';

const noteV1: RequestContract<{ readonly text: string }> = {
  name: 'police.add-note.v1',
  read(body) {
    return typeof body === 'string' ? { ok: true, body: { text: body } } : { ok: false, problems: [{ path: 'text', problem: 'Not text' }] };
  },
};
const request: Request = {
  name: noteV1.name,
  commandId: 'note-1',
  body: 'seen at noon',
  actor: { kind: 'person', member: 'police', person: 'p-100', role: 'officer', unit: 'county-wuyi' },
};
/** The routes hand it on and never look into it. */
const context = {} as NodeContext; // eslint-disable-line @typescript-eslint/consistent-type-assertions -- nothing of it is called
const unfit = { ok: false, errors: [{ code: 'INVALID', path: 'text', details: { problem: 'Not text' } }] };

describe('A route', () => {
  it('of a command hands on what the contract read, with who may send it and who has to sign', async () => {
    const route = commandRoute(noteV1, { roles: ['officer'], secondRoles: ['lead'] }, (body, { commandId }) =>
      Promise.resolve({ ok: true, position: 0n, outcome: { body, commandId }, repeated: false }),
    );
    expect(route).toMatchObject({ name: 'police.add-note.v1', roles: ['officer'], secondRoles: ['lead'] });
    expect(await route.handle(request, context)).toMatchObject({ outcome: { body: { text: 'seen at noon' }, commandId: 'note-1' } });
  });

  it('of a command answers a body that does not fit with its problems, and does nothing', async () => {
    const route = commandRoute(noteV1, { roles: ['officer'] }, () => Promise.reject(new Error('The stream was asked')));
    expect(await route.handle({ ...request, body: 7 }, context)).toEqual(unfit);
  });

  it('of a query hands on body and request, and answers what does not fit with its problems', async () => {
    const route = queryRoute(noteV1, { roles: ['lead'] }, (body, { actor }) => ({ body, role: actor.role }));
    expect(route).toMatchObject({ name: 'police.add-note.v1', roles: ['lead'] });
    expect(await route.answer(request, context)).toEqual({ body: { text: 'seen at noon' }, role: 'officer' });
    expect(await route.answer({ ...request, body: 7 }, context)).toEqual(unfit);
  });
});

describe('What a request carries over to its stream', () => {
  it('is its id, actor, clear body, and what else was given', () => {
    const { commandId, actor, body } = request;
    expect(carried(request)).toEqual({ commandId, actor, body });
    expect(carried({ ...request, traceparent: '00-1', expectedVersion: 3 }, 'case-1')).toEqual({
      ...{ commandId, actor, body, traceparent: '00-1', expectedVersion: 3 },
      correlationId: 'case-1',
    });
  });
});

describe('The page that was asked for', () => {
  it('is filtered by what is given only', () => {
    expect(pageOptions({ limit: 20, after: undefined }, { state: 'applied', accountRef: undefined })).toEqual({
      limit: 20,
      where: { state: 'applied' },
    });
    expect(pageOptions({ limit: 20, after: 'r7' }, {})).toEqual({ limit: 20, where: {}, after: 'r7' });
  });
});
