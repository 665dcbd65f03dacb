import { type CaseAcceptedV1, type CaseEndedV1, type CaseEnteredV1, type CaseFiledV1 } from '@interlock/contracts';
import { type Reaction, policy, to, unreachable } from '@interlock/kernel';
import { dutyList } from './duty-list.stream.ts';

type Heard = CaseAcceptedV1 | CaseEnteredV1 | CaseFiledV1 | CaseEndedV1;

/** The police tell of a case: its duties come about, are fulfilled by what the police did, and end with it. */
export const keepDutiesWhenCaseMoves = policy<Heard>({
  name: 'office_keep_duties_when_case_moves',
  on: ['police.case-accepted.v1', 'police.case-entered.v1', 'police.case-filed.v1', 'police.case-ended.v1'],
  keys: ({ caseId }) => [caseId],
  react(fact) {
    const { caseId } = fact;
    switch (fact.type) {
      case 'police.case-accepted.v1': {
        const { acceptedAt, entryDueAt } = fact;
        return [to(dutyList, caseId, { type: 'OpenDutyList', caseId, acceptedAt, entryDueAt })];
      }
      case 'police.case-entered.v1': {
        const { scamType, enteredAt, payments } = fact;
        const payingBanks = [...new Set(payments.map(({ fromBank }) => fromBank))];
        const receivingBanks = [...new Set(payments.map(({ toBank }) => toBank))];
        return [to(dutyList, caseId, { type: 'AssignDuties', entered: { scamType, enteredAt, payingBanks, receivingBanks } })];
      }
      case 'police.case-filed.v1':
        return [to(dutyList, caseId, { type: 'RecordFilingDecided', fact: fact.type, decidedAt: fact.filedAt })];
      case 'police.case-ended.v1':
        return ended(fact);
      default:
        return unreachable(fact);
    }
  },
});

/** a refusal decides on the filing, too. A case may end before it was ever accepted: then there is no list. */
function ended({ type: fact, caseId, how, endedAt }: CaseEndedV1): readonly Reaction[] {
  const settles = ['NoDutyList'];
  const lift = to(dutyList, caseId, { type: 'LiftDuties', because: how, endedAt }, { purpose: 'lift', settles });
  if (how !== 'filing-refused') return [lift];
  return [to(dutyList, caseId, { type: 'RecordFilingDecided', fact, decidedAt: endedAt }, { purpose: 'decided', settles }), lift];
}
