import { describe, expect, it } from '@jest/globals';
import { type Recorded, type StoredEnvelope, eventIdOf, instant } from '@interlock/kernel';
import { checkOnce } from './once.ts';

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
