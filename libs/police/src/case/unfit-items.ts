import { type PoliceReportCaseV1, canBeCalled, canBeIdNumber, passesLuhn, seemsCard } from '@interlock/contracts';

type Reported = Pick<PoliceReportCaseV1, 'reporter' | 'payments'>;
type Account = Reported['payments'][number]['to'];

/**
 * what is there but cannot be right, named like what is missing. Stored all the same: an officer writes down what the victim
 * says, and what an order then states wrongly is the bank's to answer. Numbers are clear in the command's body alone.
 */
export function unfitIn({ reporter: { idNumber, phone }, payments }: Reported): readonly string[] {
  return [
    ...(idNumber === undefined || canBeIdNumber(idNumber) ? [] : ['victimIdNumber']),
    ...(phone === undefined || canBeCalled(phone) ? [] : ['victimPhone']),
    ...payments.flatMap(({ from, to }, index) => [
      ...(failsCheck(from) ? [`payments.${String(index)}.outgoingAccount`] : []),
      ...(failsCheck(to) || isSame(from, to) ? [`payments.${String(index)}.suspectAccount`] : []),
    ]),
  ];
}

function failsCheck(account: Account): boolean {
  return account?.number !== undefined && seemsCard(account.number) && !passesLuhn(account.number);
}

/** Money cannot go where it came from. */
function isSame(from: Account, to: Account): boolean {
  return from?.number !== undefined && from.number === to?.number && from.bank === to.bank;
}
