import { readTable } from './access-matrix.fixtures.ts';

/**
 * Who gets an answer from which query of a node, whatever stands before the node. Written by hand, as the matrix of operations, with its
 * columns. A bank’s and an operator’s queries are asked of bank-industry and operator-mobile.
 */
const TABLE = `
                         police   bank tel  memb cong aud none
police.open-proposals.v1  ++++.... ... ... ... . . .
police.release-proposals.v1 ++++.... ... ... ... . . .
police.stop-orders.v1     ++++.... ... ... ... . . .
police.freezes.v1         ++++.... ... ... ... . . .
police.account-watches.v1 ++++.... ... ... ... . . .
police.line-requests.v1   ++++.... ... ... ... . . .
police.cases.v1           ++++.... ... ... ... . . .
police.case.v1            ++++.... ... ... ... . . .
police.uncovered-sums.v1  ++++.... ... ... ... . . .
police.open-fields.v1     ++++.... ... ... ... . . .
police.find-reference.v1  ++++.... ... ... ... . . .

bank.open-tasks.v1        ........ ++. ... ... . . .
bank.holds.v1             ........ ++. ... ... . . .
bank.measures.v1          ........ ++. ... ... . . .
bank.open-fields.v1       ........ ++. ... ... . . .

telecom.open-tasks.v1     ........ ... ++. ... . . .
telecom.line-measures.v1  ........ ... ++. ... . . .

office.duties.v1          ++++++++ +++ +++ +++ . . .
office.case-duties.v1     ++++++++ +++ +++ +++ . . .
office.members.v1         ++++++++ +++ +++ +++ . . .
office.rota.v1            ++++++++ +++ +++ +++ . . .
office.warnings.v1        +++.++.. ... ... ... . . .
office.warning.v1         +++.++.. ... ... ... . . .
office.open-warning.v1    +++.++.. ... ... ... . . .

city.case.v1              ++++++.. ++. ... ... . . .
city.cases.v1             ++++++.. ++. ... ... . . .
city.money.v1             ++++++.. ++. ... ... . . .
city.orders.v1            ++++++.. ++. ... ... . . .
city.freezes.v1           ++++++.. ++. ... ... . . .
city.duties.v1            ++++++++ +++ +++ +++ . . .
city.members.v1           ++++++++ +++ +++ +++ . . .
city.warnings.v1          +++.++.. ... ... ... . . .
city.feed.v1              ++++++.. ++. ++. +++ . . .
`;

/** Expected answer by query, one sign per actor. */
export const EXPECTED_AT_NODE: ReadonlyMap<string, string> = readTable(TABLE);

/** What the API’s reads ask of which node. `about` and `viewer` are answered by the gateway itself, of the token alone. */
export const ASKED_OF_NODES: Readonly<Record<string, string>> = {
  case: 'city.case.v1',
  cases: 'city.cases.v1',
  orders: 'city.orders.v1',
  freezes: 'city.freezes.v1',
  moneyFlow: 'city.money.v1',
  node: 'city.case.v1',
  proposals: 'police.open-proposals.v1',
  releaseProposals: 'police.release-proposals.v1',
  openFields: 'police.open-fields.v1',
  findAccount: 'police.find-reference.v1',
  tasks: 'bank.open-tasks.v1',
  duties: 'city.duties.v1',
  warnings: 'city.warnings.v1',
  caseEvents: 'city.feed.v1',
};
