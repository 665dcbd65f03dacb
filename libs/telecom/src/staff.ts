/** Who answers for the operator. Its people only: police and office ask by facts, never by commands. */
export const OPERATOR_STAFF = { roles: ['operator', 'lead'] } as const;
