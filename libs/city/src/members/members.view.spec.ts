import { describe, expect, it } from '@jest/globals';
import { type MemberChangedV1 } from '@interlock/contracts';
import { instant } from '@interlock/kernel';
import { rowsOf } from '../rows.testing.ts';
import { members } from './members.view.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const ONE = instant('2026-03-02T05:00:00.000Z');

type Change = Partial<MemberChangedV1> & Pick<MemberChangedV1, 'change'>;
function after(...changes: readonly Change[]): unknown {
  const joined: Change = { change: 'joined', at: NOON, kind: 'government', zh: '市税务局', en: 'Tax bureau' };
  const told = [joined, ...changes].map((change): MemberChangedV1 => ({
    ...{ type: 'office.member-changed.v1', member: 'tax', at: ONE },
    ...change,
  }));
  return rowsOf(members, told).get('tax');
}

describe('R-804, R-814: members as the office told the city', () => {
  it('have their names and their posts, by name of the post', () => {
    const row = after(
      { change: 'post-filled', post: 'liaison', holder: 's-11', deputy: 's-12' },
      { change: 'post-filled', post: 'desk', holder: 's-21' },
    );
    expect(row).toEqual({
      ...{ member: 'tax', kind: 'government', zh: '市税务局', en: 'Tax bureau', joinedAt: NOON, present: [] },
      posts: [
        { post: 'desk', holder: 's-21' },
        { post: 'liaison', holder: 's-11', deputy: 's-12' },
      ],
    });
  });

  it('have the posts that they joined with', () => {
    const joined: Change = { change: 'joined', posts: [{ post: 'liaison', holder: 's-11' }] };
    expect(after(joined)).toMatchObject({ posts: [{ post: 'liaison', holder: 's-11' }] });
  });

  it('show a vacant post without a holder', () => {
    const row = after(
      { change: 'post-filled', post: 'liaison', holder: 's-11' },
      { change: 'post-vacated', post: 'liaison', person: 's-11' },
    );
    expect(row).toMatchObject({ posts: [{ post: 'liaison' }] });
    expect(JSON.stringify(row)).not.toContain('s-11');
  });

  it('show who is at the centre, and nobody who left', () => {
    const both: readonly Change[] = [
      { change: 'on-duty', person: 's-11', at: NOON },
      { change: 'on-duty', person: 's-12' },
    ];
    expect(after(...both)).toMatchObject({
      present: [
        { person: 's-11', since: NOON },
        { person: 's-12', since: ONE },
      ],
    });
    expect(after(...both, { change: 'left', person: 's-11' })).toMatchObject({ present: [{ person: 's-12', since: ONE }] });
  });

  it('stay as they are for a shift of the rota, which the office keeps', () => {
    expect(after({ change: 'shift-planned', person: 's-11', from: NOON, until: ONE })).toEqual(after());
  });
});
