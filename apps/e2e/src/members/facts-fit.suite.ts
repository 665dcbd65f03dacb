import {
  bankCaseReportedV1,
  dutiesAssignedV1,
  dutyChangedV1,
  freezeAppliedV1,
  freezeLiftedV1,
  lineRequestRefusedV1,
  lineRestoredV1,
  lineSuspendedV1,
  memberChangedV1,
  movementsReportedV1,
  ownHoldAppliedV1,
  ownHoldLiftedV1,
  reverificationAskedV1,
  reverificationFailedV1,
  reverificationPassedV1,
  stopAppliedV1,
  stopRefusedV1,
  stopReleasedV1,
  warningCallAskedV1,
  warningChangedV1,
  warningDeliveredV1,
} from '@interlock/contracts';
import { type Contract, type Message } from '@interlock/kernel';

const CONTRACTS: readonly Contract[] = [
  ...[stopAppliedV1, stopRefusedV1, stopReleasedV1, movementsReportedV1, freezeAppliedV1, freezeLiftedV1],
  ...[ownHoldAppliedV1, ownHoldLiftedV1, bankCaseReportedV1],
  ...[lineSuspendedV1, lineRestoredV1, lineRequestRefusedV1, warningDeliveredV1],
  ...[dutiesAssignedV1, dutyChangedV1, memberChangedV1, warningCallAskedV1, warningChangedV1],
  ...[reverificationAskedV1, reverificationPassedV1, reverificationFailedV1],
];

/** What does not fit the contract that it claims: nothing, if all is well. */
export function misfits(facts: readonly Message[]): readonly string[] {
  return facts.flatMap((fact) => {
    const contract = CONTRACTS.find(({ type }) => type === fact.type);
    if (!contract) return [`${fact.type}: no contract`];
    const read = contract.read(fact);
    return read.ok ? [] : read.problems.map((problem) => `${fact.type}: ${problem}`);
  });
}
