import { type Stream, tell } from '@interlock/kernel';
import { type MemberCommand, type MemberRejection, type MemberState, memberDecider } from './member.decider.ts';
import { type MemberEvent } from './member.events.ts';
import { memberFact } from './member.publish.ts';

/** Key: member code. */
export const memberStream: Stream<MemberCommand, MemberState, MemberEvent, MemberRejection> = {
  category: 'member',
  decider: memberDecider,
  publish: (event) => [tell('city', memberFact(event))],
};
