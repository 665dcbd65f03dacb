import { describe, expect, it } from '@jest/globals';
import { type Recorded, type StoredEnvelope, effect, eventIdOf, instant } from '@interlock/kernel';
import { checkAllDone, checkOnce } from './once.ts';

const AT = instant('2021-03-18T01:00:00Z');

/** What one append of the command leaves in the stream, from that revision on. */
function appended(commandId: string, revision: number, ...events: readonly { readonly type: string; readonly at?: string }[]): Recorded[] {
  return events.map(({ type, ...data }, index) => {
    const meta: StoredEnvelope['meta'] = { actor: { kind: 'timer', name: 'watch' }, commandId };
    const id = eventIdOf(commandId, index, 'line', 'n1');
    const place = { revision: revision + index, position: BigInt(revision + index) };
    return { id, type, schemaVersion: 1, stream: 'line-n1', data, meta, recordedAt: AT, ...place };
  });
}

describe('a command is carried out once', () => {
  const begun = { type: 'LineStopBegun', at: '1' };
  const verdict =
    (...log: readonly Recorded[][]) =>
    (): void => {
      checkOnce('operator-mobile', log.flat());
    };

  it('says nothing of several events of one append, nor of the same said by another command', () => {
    expect(verdict(appended('one', 0, { type: 'ReverificationFailed' }, begun), appended('two', 2, begun))).not.toThrow();
  });

  it('finds two appends with another between them', () => {
    const log = [appended('one', 0, begun), appended('two', 1, { type: 'LineRestored' }), appended('one', 2, { type: 'LineSuspended' })];
    expect(verdict(...log)).toThrow('a command is carried out once: operator-mobile line-n1 one: revisions 0 and 2');
  });

  it('finds two appends back to back', () => {
    expect(verdict(appended('one', 0, begun), appended('one', 1, begun))).toThrow('a command is carried out once');
  });

  it('finds them though the second says another moment, or bears other ids', () => {
    expect(verdict(appended('one', 0, begun), appended('one', 1, { ...begun, at: '2' }))).toThrow('revisions 0 and 1');
    const again = appended('one', 1, begun).map((recorded) => ({ ...recorded, id: 'another' }));
    expect(verdict(appended('one', 0, begun), again)).toThrow('revisions 0 and 1');
  });
});

describe('everything that is to be done outside is done', () => {
  const effects = [effect({ name: 'telecom_work_line', on: ['LineStopBegun'], run: () => Promise.resolve([]) })];
  const asked = appended('one', 0, { type: 'LineStopBegun' });
  const answered = (name: string, causationId: string | undefined): Recorded[] =>
    appended('two', 1, { type: 'LineSuspended' }).map((recorded) => {
      const meta = { ...recorded.meta, actor: { kind: 'effect', name } as const };
      return { ...recorded, meta: causationId === undefined ? meta : { ...meta, causationId } };
    });
  const verdict = (log: readonly Recorded[]) => (): void => {
    checkAllDone('operator-mobile', effects, log);
  };

  it('says nothing where the effect answered what asked for it', () => {
    expect(verdict([...asked, ...answered('telecom_work_line', asked[0]?.id)])).not.toThrow();
  });

  it('finds what nobody answered, whatever else was answered', () => {
    const where = 'operator-mobile telecom_work_line: LineStopBegun in line-n1';
    expect(verdict(asked)).toThrow(`everything that is to be done outside is done: ${where}`);
    expect(verdict([...asked, ...answered('telecom_work_line', 'another')])).toThrow(where);
    expect(verdict([...asked, ...answered('telecom_deliver_warning', asked[0]?.id)])).toThrow(where);
  });
});
