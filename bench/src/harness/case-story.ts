/** Accounts that the money reaches, and bookings that carry it. */
export const STORY_ACCOUNTS = 20;
export const STORY_MOVEMENTS = 50;

const BANKS = ['bank-industry', 'bank-agriculture', 'bank-construction', 'bank-postal', 'bank-joint-stock'] as const;

/** A scenario as large as the case page is in the middle of a bad afternoon: twenty accounts, an order for each, fifty bookings. */
export function caseStory(): string {
  const mules = Array.from({ length: STORY_ACCOUNTS }, (_, index) => `m${index + 1}`);
  const accounts = mules.map(
    (mule, index) =>
      `  ${mule}: { bank: ${BANKS[index % BANKS.length] ?? BANKS[0]}, holder: 张某, number: '${withLuhnDigit(`62220212080001${String(index).padStart(4, '0')}`)}', yuan: 0 }`,
  );
  return `interlock: scenario/1
name: bench-case-page
title: { zh: 二十个账户, en: Twenty accounts }
startsAt: '2021-03-22T11:50:00+08:00'
people:
  chen: { name: 陈小某, idNumber: '330723199506142023', phone: '13905790001', group: finance-staff }
accounts:
  company: { bank: bank-rural, holder: 武义某某工贸有限公司, number: '20100012345678901', yuan: 2100000, kind: corporate }
${accounts.join('\n')}
habits: { intake: 3m, officerConfirms: 2m, bankAnswers: { default: 4m } }
steps:
  - { at: '11:58', pay: { from: company, to: m1, yuan: 2000000, by: chen } }
${moves().join('\n')}
  - { at: '12:10', report: { by: chen, how: phone, scam: T17, payments: [1] } }
`;
}

/** First everything spreads from the first account, then little goes round among the others. */
function moves(): readonly string[] {
  const at = (index: number): string => `12:0${1 + Math.floor(index / 10)}`;
  return Array.from({ length: STORY_MOVEMENTS - 1 }, (_, index) => {
    const spreads = index < STORY_ACCOUNTS - 1;
    const from = spreads ? 1 : 2 + (index % (STORY_ACCOUNTS - 2));
    const to = spreads ? index + 2 : from + 1;
    return `  - { at: '${at(index)}', move: { from: m${from}, to: m${to}, yuan: ${spreads ? 100_000 : 1_000 + index} } }`;
  });
}

function withLuhnDigit(head: string): string {
  let sum = 0;
  for (let place = 0; place < head.length; place += 1) {
    const digit = Number(head[head.length - 1 - place]);
    const weighed = place % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return `${head}${(10 - (sum % 10)) % 10}`;
}
