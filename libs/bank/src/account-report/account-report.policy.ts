import { type DetailAskedV1, type WatchAskedV1, type WatchEndedV1 } from '@interlock/contracts';
import { policy, to, unreachable } from '@interlock/kernel';
import { accountReport } from './account-report.stream.ts';

/** Detail requests wait for an operator; watches run until the police end them. */
export const noteWhenPoliceAskToKnow = policy<DetailAskedV1 | WatchAskedV1 | WatchEndedV1>({
  name: 'bank_note_when_police_ask_to_know',
  on: ['police.detail-asked.v1', 'police.watch-asked.v1', 'police.watch-ended.v1'],
  keys: (fact) => [fact.accountRef],
  react(fact) {
    switch (fact.type) {
      case 'police.detail-asked.v1': {
        const { askId, accountRef, from, askedAt } = fact;
        return [to(accountReport, accountRef, { type: 'AskDetail', askId, accountRef, from, askedAt })];
      }
      case 'police.watch-asked.v1': {
        const { watchId, accountRef, from } = fact;
        return [to(accountReport, accountRef, { type: 'BeginWatch', watchId, accountRef, from })];
      }
      case 'police.watch-ended.v1': {
        const { watchId, accountRef, endedAt } = fact;
        return [to(accountReport, accountRef, { type: 'EndWatch', watchId, accountRef, endedAt })];
      }
      default:
        return unreachable(fact);
    }
  },
});
