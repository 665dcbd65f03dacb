/** Who answers for the bank. Its people only: police and office ask by facts, never by commands. */
export const BANK_STAFF = { roles: ['operator', 'lead'] } as const;
